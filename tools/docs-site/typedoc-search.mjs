import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Comment, ReflectionKind } from 'typedoc';

const { Class, Interface, TypeAlias, Variable, Method, Property, Accessor } = ReflectionKind;

/** What the search finds: an entry's exports, and what classes and interfaces have. */
const KINDS = Class | ReflectionKind.Function | Interface | TypeAlias | Variable | Method | Property | Accessor;

/**
 * Adds the API reference to what the search of the docs looks through, if the docs were built before.
 *
 * @param {import('typedoc').Application} application
 */
export function load(application) {
  application.renderer.on('endRender', ({ outputDirectory, project }) => {
    const file = join(outputDirectory, '../docs/sections.json');
    if (!existsSync(file)) return;
    /** @type {import('./search/sections.js').Section[]} */
    const sections = JSON.parse(readFileSync(file, 'utf8'));
    const entries = project
      .getReflectionsByKind(KINDS)
      .filter((entry) => application.renderer.router?.hasUrl(entry))
      .map((entry) => ({
        href: `api/${application.renderer.router?.getFullUrl(entry)}`,
        page: 'API',
        heading: entry.parent?.kindOf(Class | Interface) ? `${entry.parent.name}.${entry.name}` : entry.name,
        text: summaryOf(entry),
      }));
    const others = sections.filter(({ page }) => page !== 'API');
    writeFileSync(file, JSON.stringify([...others, ...entries]));
  });
}

/** @param {import('typedoc').Reflection} entry */
function summaryOf(entry) {
  const parts =
    'signatures' in entry ? /** @type {import('typedoc').DeclarationReflection} */ (entry).signatures : null;
  const comment = entry.comment ?? parts?.[0]?.comment;
  return comment ? Comment.combineDisplayParts(comment.summary).replace(/\s+/g, ' ') : '';
}
