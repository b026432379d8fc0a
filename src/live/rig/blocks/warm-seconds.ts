/** No block asks for more past input than this, even where it remembers a little longer. */
export const MOST_WARM_SECONDS = 2;
