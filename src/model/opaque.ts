/**
 * Makes an object with private fields safe to keep in the state of an app; called last in its constructor.
 *
 * State libraries wrap what they hold in Proxies, and a method that is called on a Proxy finds no private fields. Vue leaves
 * an object alone that has `__v_skip`, and most others leave instances of classes alone. For the rest, all members are bound
 * to the object, so that they work through any Proxy, and fields are read-only, so that no Proxy takes the place of a node.
 *
 * @param root the first class of ours in the object's line; what it extends is left as it is
 */
export function makeOpaque(object: object, root: { readonly prototype: object }): void {
  for (const name of Object.keys(object)) Object.defineProperty(object, name, { writable: false });
  let prototype: object = object;
  do {
    prototype = Object.getPrototypeOf(prototype);
    for (const [name, { value, get, set, ...rest }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name === 'constructor' || Object.hasOwn(object, name)) continue;
      const bound = value ? { value: value.bind(object) } : { get: get?.bind(object), set: set?.bind(object) };
      Object.defineProperty(object, name, { ...rest, ...bound });
    }
  } while (prototype !== root.prototype);
  markRaw(object);
}

/** Has Vue leave an object alone, as Vue's function of this name does: not enumerable. Returns the object. */
export function markRaw<Value extends object>(object: Value): Value {
  return Object.defineProperty(object, '__v_skip', { value: true, configurable: true });
}

/** The object behind a Proxy of Vue, for objects of others that cannot be called through one; any other value itself. */
export function unwrapped<Value>(value: Value): Value {
  return (value as { readonly __v_raw?: Value } | null | undefined)?.__v_raw ?? value;
}
