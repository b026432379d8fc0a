/**
 * An address made whole against another one, which may itself be relative to the page. Addresses that are whole, or cannot be
 * made so, are returned as they are.
 */
export function resolveAddress(address: string, base: URL | string | null | undefined): string {
  const isWhole = /^[a-z][a-z\d+.-]*:/i.test(address);
  if (isWhole || base === undefined || base === null) return address;
  return parseUrl(address, parseUrl(base, pageAddress()))?.href ?? address;
}

function parseUrl(address: URL | string, base: URL | string | undefined): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}

function pageAddress(): string | undefined {
  const { document, location } = globalThis as {
    document?: { readonly baseURI?: string };
    location?: { href: string };
  };
  return document?.baseURI ?? location?.href;
}
