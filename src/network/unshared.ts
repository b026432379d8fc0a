// TypeScript before 5.7 has no `Float32Array<ArrayBuffer>`; what `of` returns is that type or, there, a Float32Array.

/** A Float32Array whose memory no other thread shares, as `copyToChannel` and `Blob` require since TypeScript 5.9. */
export type UnsharedFloat32Array = ReturnType<typeof Float32Array.of>;

/** A Uint8Array whose memory no other thread shares, as `WebAssembly.compile` and `Blob` require since TypeScript 5.9. */
export type UnsharedUint8Array = ReturnType<typeof Uint8Array.of>;
