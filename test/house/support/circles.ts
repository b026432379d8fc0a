import type { ImportGraph } from './imports.js';

/**
 * Circles of imports as `a → b → a`: the shortest circle of every file that is on one, each listed once, shortest
 * first.
 */
export function importCircles(graph: ImportGraph): string[] {
  const circles = new Map<string, number>();
  for (const file of graph.keys()) {
    const circle = shortestCircle(graph, file);
    if (circle === null) continue;
    const first = circle.indexOf([...circle].sort()[0]);
    const ordered = [...circle.slice(first), ...circle.slice(0, first), circle[first]];
    circles.set(ordered.join(' → '), circle.length);
  }
  return [...circles].sort(([a, m], [b, n]) => m - n || a.localeCompare(b)).map(([circle]) => circle);
}

/** Finds the shortest way from a file back to itself by breadth-first search; null if there is none. */
function shortestCircle(graph: ImportGraph, start: string): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of graph.get(file) ?? []) {
      if (target === start) return wayTo(file, cameFrom);
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, file);
      queue.push(target);
    }
  }
  return null;
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let file = cameFrom.get(end); file !== undefined; file = cameFrom.get(file)) way.unshift(file);
  return way;
}
