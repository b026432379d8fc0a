/** Where a page without a driver posts what it measured. */
export const POSTED_TO = '/measured';

/** What it posts. */
export type Outcome = { readonly result: unknown } | { readonly failure: string };

/** Takes the measurement that the page's address asks for, and posts the result; does nothing where it asks for none. */
export async function postWhatIsAskedFor(
  measurements: Readonly<Record<string, (request: never) => Promise<unknown>>>,
): Promise<void> {
  const search = new URLSearchParams(location.search);
  const [name, request] = [search.get('measure'), search.get('request')];
  if (name === null || request === null) return;
  let outcome: Outcome;
  try {
    outcome = { result: await measurements[name](JSON.parse(request) as never) };
  } catch (error) {
    outcome = { failure: String(error) };
  }
  await fetch(POSTED_TO, { method: 'POST', body: JSON.stringify(outcome) });
}
