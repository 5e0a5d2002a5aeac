/** The files of a chosen or dropped folder, by their path inside the model's own folder. */
export interface ReadFolder {
  readonly title: string;
  readonly files: ReadonlyMap<string, Blob>;
}

/**
 * The model's folder is the one that holds config.json, the outermost if there are several; without any, the folder that
 * was chosen, so that what is missing can be named.
 */
export function modelFolder(entries: readonly { readonly path: string; readonly file: Blob }[]): ReadFolder {
  const depth = (path: string) => path.split('/').length;
  const configs = entries.map(({ path }) => path).filter((path) => /(^|\/)config\.json$/.test(path));
  const config = configs.sort((a, b) => depth(a) - depth(b))[0];
  const first = entries[0]?.path ?? '';
  const root = config
    ? config.slice(0, -'config.json'.length)
    : first.includes('/')
      ? first.slice(0, first.indexOf('/') + 1)
      : '';
  const files = new Map(
    entries
      .filter(({ path }) => path.startsWith(root))
      .map(({ path, file }) => [path.slice(root.length), file] as const),
  );
  return { title: root.split('/').filter(Boolean).at(-1) ?? 'folder', files };
}

/** The files of an `<input webkitdirectory>`. */
export function chosenFolder(list: FileList): ReadFolder {
  return modelFolder(Array.from(list, (file) => ({ path: file.webkitRelativePath || file.name, file })));
}

async function entriesBelow(entry: FileSystemEntry): Promise<{ path: string; file: Blob }[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: { path: string; file: Blob }[] = [];
  for (;;) {
    // A reader hands out a hundred entries at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    for (const each of some) found.push(...(await entriesBelow(each)));
  }
}

/** The files of what was dropped: a folder, or loose files. */
export async function droppedFolder(items: DataTransferItemList): Promise<ReadFolder> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return modelFolder((await Promise.all(entries.map(entriesBelow))).flat());
}
