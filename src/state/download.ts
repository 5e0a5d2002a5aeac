/** Hands a file to the reader's downloads under a name. */
export function downloadFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The browser has taken its copy once the click's task is over.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
