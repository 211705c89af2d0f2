import type { Image } from '#kit';

/** Where Go looks on Linux: crypto/x509/root_linux.go, and SSL_CERT_FILE and SSL_CERT_DIR before it. */
const files = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const folders = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

export function certificateFiles({ env }: Image): Set<string> {
  return new Set([...files, ...(env.SSL_CERT_FILE ? [env.SSL_CERT_FILE] : [])]);
}

/** The first bundle that exists is the one Go reads, with SSL_CERT_FILE nothing but that. */
export function bundlePlaces({ env }: Image): string[] {
  return env.SSL_CERT_FILE ? [env.SSL_CERT_FILE] : files;
}

export function certificateFolders({ env }: Image): string[] {
  return env.SSL_CERT_DIR ? env.SSL_CERT_DIR.split(':') : folders;
}

export function isCertificateFolder(path: string, image: Image): boolean {
  return [...folders, ...certificateFolders(image)].some((folder) => path.startsWith(`${folder}/`));
}
