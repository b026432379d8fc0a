import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** A running server of files. */
export interface StaticServer {
  /** Address of the folder, which lies below the host's root. */
  readonly url: string;
  /** Paths below it that were asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Serves a folder below `/some/where/` on a free port, with no header but the type: as the plainest host would. */
export async function serveFolder(
  folder: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<StaticServer> {
  const base = '/some/where/';
  const requests: string[] = [];
  const server: Server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    try {
      requests.push(path.slice(base.length));
      if (!path.startsWith(base)) throw new Error(`expected a path below ${base}, got ${path}`);
      const name = normalize(path.slice(base.length)) === '.' ? 'index.html' : normalize(path.slice(base.length));
      const body = await readFile(join(folder, name));
      response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', ...headers });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Browsers keep their connections open.
        server.closeAllConnections();
      }),
  };
}
