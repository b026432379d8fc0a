import { ExplorePlace } from './explore-place.js';
import { FieldView } from './field-view.js';
import { OrderTable } from './order-table.js';
import { StackCard } from './stack-card.js';
import { StackView } from './stack-view.js';
import { Term } from './term.js';

/** Its widgets by the names of their elements. The place is last: it is upgraded when its parts are defined. */
const WIDGETS: Readonly<Record<string, CustomElementConstructor>> = {
  'demo-field-view': FieldView,
  'demo-order-table': OrderTable,
  'demo-stack-card': StackCard,
  'demo-stack-view': StackView,
  'demo-term': Term,
  'demo-explore': ExplorePlace,
};

/** Defines the elements of Explore. */
export function registerExplore(): void {
  for (const [name, widget] of Object.entries(WIDGETS)) customElements.define(name, widget);
}
