import { Marked, type Tokens } from 'marked';

/** Converts Markdown to HTML. `resolve` returns the URL of a link or picture; for null, only its text remains. */
export function markdownToHtml(markdown: string, resolve: (href: string) => string | null): string {
  const slugs = new Set<string>();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${slugOf(text, slugs)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const target = resolve(href);
        const text = this.parser.parseInline(tokens);
        return target === null ? text : `<a href="${escaped(target)}">${text}</a>`;
      },
      image({ href, text }) {
        return `<img src="${escaped(resolve(href) ?? href)}" alt="${escaped(text)}">`;
      },
      code({ text, lang }: Tokens.Code) {
        const language = lang?.split(' ')[0];
        const attribute = language ? ` data-language="${escaped(language)}"` : '';
        return `<pre tabindex="0"${attribute}><code>${escaped(text)}</code></pre>\n`;
      },
    },
  });
  const html = marked.parse(markdown, { async: false });
  return html.replaceAll('<table>', '<div class="table" tabindex="0"><table>').replaceAll('</table>', '</table></div>');
}

/** The ids of all headings of a Markdown file. */
export function headingIds(markdown: string): string[] {
  const html = markdownToHtml(markdown, (href) => href);
  return [...html.matchAll(/<h\d id="([^"]*)">/g)].map(([, id]) => id);
}

/** The id of a heading, in the form that code hosts use. */
function slugOf(text: string, taken: Set<string>): string {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
  let slug = plain;
  for (let n = 1; taken.has(slug); n++) slug = `${plain}-${n}`;
  taken.add(slug);
  return slug;
}

/** Escapes text for HTML and its attributes. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Turns escaped text back. */
export function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
