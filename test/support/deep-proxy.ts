/** A Proxy around an object and all that is read from it, as state libraries without exceptions make them. */
export function deepProxy<Value extends object>(value: Value): Value {
  return new Proxy(value, {
    get(target, key, receiver) {
      const inner: unknown = Reflect.get(target, key, receiver);
      const { writable, configurable } = Object.getOwnPropertyDescriptor(target, key) ?? {};
      const mustBeItself = writable === false && configurable === false;
      return typeof inner === 'object' && inner !== null && !mustBeItself ? deepProxy(inner) : inner;
    },
  });
}

/** As Valtio does: a Proxy that first replaces what its object's writable fields hold by Proxies. */
export function replacingProxy<Value extends object>(value: Value): Value {
  for (const key of Reflect.ownKeys(value)) {
    const { writable, value: inner } = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
    if (writable && typeof inner === 'object' && inner !== null) Reflect.set(value, key, replacingProxy(inner));
  }
  return new Proxy(value, {});
}
