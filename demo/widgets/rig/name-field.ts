import { html, type TemplateResult } from 'lit';

/** A field for a name, with all of it selected: Enter and a click elsewhere take it, Escape leaves it as it was. */
export function nameField(name: string, label: string, done: (name: string | null) => void): TemplateResult {
  let ended = false;
  const end = (value: string | null) => {
    if (ended) return;
    ended = true;
    done(value?.trim() || null);
  };
  const onKey = (event: KeyboardEvent) => {
    // The page's keys are for the page.
    event.stopPropagation();
    if (event.key === 'Enter') end((event.target as HTMLInputElement).value);
    else if (event.key === 'Escape') end(null);
  };
  return html`
    <input
      class="name"
      aria-label=${label}
      maxlength="60"
      .value=${name}
      @keydown=${onKey}
      @blur=${(event: FocusEvent) => end((event.target as HTMLInputElement).value)}
    />
  `;
}
