import { type Finding, finding } from '#kit';

/** No line of it can be shown: half of its characters are NULs. */
export const savedAsUtf16 = (file: string): Finding =>
  finding({
    summary: `${file} is saved as UTF-16, and Docker reads UTF-8.`,
    expected: `${file} in UTF-8`,
    actual: 'every second byte is 0, so no line begins with a word that Docker knows',
    hint: 'PowerShell 5 writes UTF-16 with > and Out-File. Save the file as UTF-8 in your editor, or use Set-Content -Encoding ascii.',
  });
