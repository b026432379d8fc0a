/** How many places a warning names at most: a file may have any number. */
const MOST_PLACES = 8;

/** Places of the fields that a value has, and that what was read of it has not: `rig.blocks[1].treshold`. */
export function droppedFields(given: unknown, read: unknown, where: string, found: string[] = []): string[] {
  if (!isObject(given) || !isObject(read)) return found;
  for (const [key, value] of Object.entries(given)) {
    if (found.length === MOST_PLACES) break;
    const place = Array.isArray(given) ? `${where}[${key}]` : `${where}.${key}`;
    if (Object.hasOwn(read, key)) droppedFields(value, read[key], place, found);
    else if (value !== undefined) found.push(place);
  }
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
