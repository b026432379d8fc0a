/** The part of Permissions Policy that Chromium has under one of two names; Firefox and Safari have none. */
interface Policy {
  allowsFeature(name: string): boolean;
}

const REFUSED = 'expected permission, got a refusal';

/** What to do about the error of a browser that gives no microphone. Browsers share the names, but not the messages. */
export function explainRefusal(error: unknown): string {
  // Not instanceof: some browsers' OverconstrainedError is no Error.
  const { name, message } = (error ?? {}) as { readonly name?: unknown; readonly message?: unknown };
  switch (name) {
    case 'NotAllowedError':
      return explainNotAllowed(String(message));
    case 'SecurityError':
      return `${REFUSED} by the browser: its settings or the page's policy forbid microphones`;
    case 'NotFoundError':
      return 'expected a microphone, got none: plug one in';
    case 'OverconstrainedError':
      return 'expected a microphone, got none with this deviceId: plug it in or choose another';
    case 'NotReadableError':
    case 'AbortError':
      return 'expected a microphone that is free, got one that cannot be read: another program may be using it';
    case 'InvalidStateError':
      return 'expected a page in use, got one that the browser has put aside: try again when it is shown';
    default:
      return `expected a stream, got ${error}`;
  }
}

/** Tells apart who refuses: the page's policy, the system, the user for now, or the user. */
function explainNotAllowed(message: string): string {
  if (isForbiddenByPolicy()) {
    return `${REFUSED} by the page's policy: add allow="microphone" to the iframe, or microphone to the Permissions-Policy`;
  }
  if (/by system/i.test(message))
    return `${REFUSED} by the system: allow the browser to use the microphone in its settings`;
  if (/dismissed/i.test(message)) return 'expected permission, got no answer from the user: ask again';
  // Where the browser does not tell, it may be either.
  const hint = isFramed() && policy() === undefined ? '; the iframe also needs allow="microphone"' : '';
  return `${REFUSED} by the user: allow the microphone for this page in the browser${hint}`;
}

function isForbiddenByPolicy(): boolean {
  return policy()?.allowsFeature('microphone') === false;
}

function policy(): Policy | undefined {
  const { document } = globalThis as {
    document?: { readonly permissionsPolicy?: Policy; readonly featurePolicy?: Policy };
  };
  return document?.permissionsPolicy ?? document?.featurePolicy;
}

/** Whether the page is part of another one of another origin; those of the same origin may use what it may. */
function isFramed(): boolean {
  const { self, top } = globalThis as { self?: unknown; top?: unknown };
  return top !== undefined && self !== top;
}
