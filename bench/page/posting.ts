/** The path to which a page posts its result if no driver calls it. */
export const POSTED_TO = '/measured';

/** The body of that post. */
export type Outcome = { readonly result: unknown } | { readonly failure: string };

/** Takes the measurement that the page's URL names, and posts the result. Does nothing if the URL names none. */
export async function postRequestedMeasurement(
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
