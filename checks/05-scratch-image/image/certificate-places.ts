/** Where Go looks for certificates on Linux: crypto/x509/root_linux.go; SSL_CERT_FILE and SSL_CERT_DIR replace its places. */
import type { Image } from '#kit';

const files = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const folders = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

/** Go reads the first bundle that exists; with SSL_CERT_FILE that one alone. */
export function bundlePlaces({ env }: Image): string[] {
  return env.SSL_CERT_FILE ? [env.SSL_CERT_FILE] : files;
}

export function certificateFolders({ env }: Image): string[] {
  return env.SSL_CERT_DIR ? env.SSL_CERT_DIR.split(':').map((folder) => folder.replace(/\/+$/, '')) : folders;
}

export function isCertificatePlace(path: string, image: Image): boolean {
  const { SSL_CERT_FILE } = image.env;
  if (files.includes(path) || path === SSL_CERT_FILE) return true;
  return [...folders, ...certificateFolders(image)].some((folder) => path.startsWith(`${folder}/`));
}
