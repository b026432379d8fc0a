import { expect, test } from 'vitest';
import { isPlaceHash, PLACES, placeOfHash } from '../../demo/session/places.js';

test('every place has its address; anything else is a setup, which is played', () => {
  for (const place of PLACES) expect(placeOfHash(`#${place.id}`)).toBe(place);
  for (const hash of ['', '#', '#model=triode-lead', '#explore=1', '#Explore', '#play&drive=3']) {
    expect(placeOfHash(hash)).toBe(PLACES[0]);
    expect(isPlaceHash(hash)).toBe(false);
  }
  expect(PLACES[0].id).toBe('play');
});
