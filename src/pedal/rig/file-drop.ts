import type { BlockPlace } from '../../rig/document/edit-rig.js';
import { DropMark, type DropTarget } from './drop-target.js';

/** Takes files that are dropped on a frame, and marks where they would go. */
export function listenToFileDrops(
  frame: HTMLElement,
  targetAt: (event: DragEvent) => DropTarget | null,
  onFile: (file: File, place: BlockPlace | undefined) => void,
): void {
  const mark = new DropMark();
  frame.addEventListener('dragover', (event) => {
    event.preventDefault();
    mark.show(targetAt(event)?.before ?? null);
  });
  frame.addEventListener('dragleave', () => mark.show(null));
  frame.addEventListener('drop', (event) => {
    event.preventDefault();
    mark.show(null);
    const file = event.dataTransfer?.files[0];
    if (file) onFile(file, targetAt(event)?.place);
  });
}
