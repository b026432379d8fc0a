import { unescaped } from '../markdown.js';

/** What the search finds: a part of a page below one heading, or an entry of the API reference. */
export interface Section {
  /** Address from the site's root, with the heading's id. */
  readonly href: string;
  /** The page that it is a part of. */
  readonly page: string;
  readonly heading: string;
  /** All text up to the next heading, code included. */
  readonly text: string;
}

/** The sections of a page: each begins with a heading of the HTML that `markdownToHtml` made. */
export function sectionsOf(html: string, output: string, page: string): Section[] {
  return [...html.matchAll(/<h\d id="([^"]*)">(.*?)<\/h\d>([\s\S]*?)(?=<h\d id="|$)/g)].map(
    ([, id, heading, body], index) => ({
      href: index === 0 ? output : `${output}#${id}`,
      page,
      heading: plain(heading),
      text: plain(body),
    }),
  );
}

function plain(html: string): string {
  const text = html.replace(/<\/?(code|em|strong|a)\b[^>]*>/g, '').replace(/<[^>]*>/g, ' ');
  return unescaped(text).replace(/\s+/g, ' ').trim();
}
