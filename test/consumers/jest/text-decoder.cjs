// jsdom has none.
globalThis.TextDecoder ??= require('node:util').TextDecoder;
