/** Files that blocks play, as the browser's file dialog filters them. */
export const ACCEPTED = {
  model: '.nam,.aidax,.json,.safetensors,.onnx',
  response: 'audio/*',
} as const;

/** Shows the browser's file dialog; calls back with the file that was chosen, and not at all if none was. */
export function pickFile(kind: keyof typeof ACCEPTED, use: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = ACCEPTED[kind];
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) use(file);
  });
  input.click();
}
