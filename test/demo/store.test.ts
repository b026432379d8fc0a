import { expect, test, vi } from 'vitest';
import { Store } from '../../demo/store.js';

test('a store tells of changes, and only of changes', () => {
  const store = new Store({ a: 1, b: 2 });
  const listener = vi.fn();
  const end = store.subscribe(listener);
  store.update({ a: 1 });
  expect(listener).not.toHaveBeenCalled();
  store.update({ a: 3 });
  expect(listener).toHaveBeenCalledExactlyOnceWith({ a: 3, b: 2 });
  end();
  store.update({ b: 5 });
  expect(listener).toHaveBeenCalledOnce();
  expect(store.value).toEqual({ a: 3, b: 5 });
});

test('the value before a change stays as it was', () => {
  const store = new Store({ a: 1 });
  const before = store.value;
  store.update({ a: 2 });
  expect(before).toEqual({ a: 1 });
});
