import { say } from './say.js';

/** How long a button says that it has copied. */
const COPIED_MS = 2000;

/** Gives each block of code a button that copies it. Without a clipboard, as on insecure pages, there are none. */
export function addCopyButtons(): void {
  if (!navigator.clipboard) return;
  document.querySelectorAll('main pre').forEach((block) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy the code');
    button.addEventListener('click', async () => {
      const outcome = await navigator.clipboard.writeText(block.textContent ?? '').then(
        () => 'Copied',
        () => 'Not copied',
      );
      button.textContent = outcome;
      say(outcome);
      setTimeout(() => {
        button.textContent = 'Copy';
        say('');
      }, COPIED_MS);
    });
    const frame = document.createElement('div');
    frame.className = 'code';
    block.replaceWith(frame);
    frame.append(block, button);
  });
}
