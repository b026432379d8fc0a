/** Has screen readers say something, without a change in what is seen. */
export function say(text: string): void {
  const status = document.getElementById('status');
  if (status) status.textContent = text;
}
