/** Files of folders that are read, at most: a folder may hold a whole disk. */
const MOST_FILES = 200;

/** Whether folders are among what was dropped. Call it within the event. */
export function hasFolders({ items }: DataTransfer): boolean {
  return entriesOf(items).some((entry) => entry.isDirectory);
}

/** The files that were dropped, those in folders included, in the order of their names. Call it within the event. */
export async function filesOf({ items }: DataTransfer): Promise<File[]> {
  const files: File[] = [];
  for (const entry of entriesOf(items)) await collect(entry, files);
  return files;
}

function entriesOf(items: DataTransferItemList): FileSystemEntry[] {
  return [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
}

async function collect(entry: FileSystemEntry, files: File[]): Promise<void> {
  // Hidden files are none that anybody meant.
  if (files.length >= MOST_FILES || entry.name.startsWith('.')) return;
  if (entry.isFile) {
    const file = await new Promise<File | null>((resolve) =>
      (entry as FileSystemFileEntry).file(resolve, () => resolve(null)),
    );
    if (file) files.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0 || inside.length >= MOST_FILES) break;
    inside.push(...some);
  }
  inside.sort((a, b) => a.name.localeCompare(b.name));
  for (const one of inside) await collect(one, files);
}
