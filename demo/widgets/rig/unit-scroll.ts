import type { LitElement } from 'lit';

/** How long the strip rests before what stands in its middle is selected. */
const REST_MS = 120;

/** Keeps the unit in the middle of a strip that scrolls, as on phones, and the selected one the same. */
export class UnitScroll {
  readonly #host: LitElement;
  readonly #select: (id: string) => void;
  #shown = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LitElement, select: (id: string) => void) {
    this.#host = host;
    this.#select = select;
  }

  /** Scrolls to the unit of a block, or to the one that it lies in. */
  show(id: string): void {
    if (id === this.#shown) return;
    const first = this.#shown === '';
    this.#shown = id;
    this.#scrollTo(id, first ? 'instant' : 'smooth');
  }

  /** The strip has another size, as when a phone is turned: what was in its middle is there again. */
  fit(): void {
    this.#scrollTo(this.#shown, 'instant');
  }

  #scrollTo(id: string, behavior: ScrollBehavior): void {
    const rig = this.#rig;
    if (!rig || rig.scrollWidth <= rig.clientWidth) return;
    const unit = this.#units.find(
      (one) => one.dataset.unit === id || one.querySelector(`[data-unit="${CSS.escape(id)}"]`),
    );
    if (!unit) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const left = rig.scrollLeft + centreOf(unit) - centreOf(rig);
    rig.scrollTo({ left, behavior: still ? 'instant' : behavior });
  }

  /** The strip was scrolled. */
  scrolled(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const rig = this.#rig;
      const unit = this.#middle;
      if (!rig || rig.scrollWidth <= rig.clientWidth || !unit?.dataset.unit) return;
      const id = unit.dataset.unit;
      if (id === this.#shown || unit.querySelector(`[data-unit="${CSS.escape(this.#shown)}"]`)) return;
      this.#shown = id;
      this.#select(id);
    }, REST_MS);
  }

  get #rig(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('.rig');
  }

  /** Units of the series, without those inside of splits. */
  get #units(): HTMLElement[] {
    return [...(this.#rig?.children ?? [])].filter((node): node is HTMLElement => node instanceof HTMLElement);
  }

  get #middle(): HTMLElement | undefined {
    const rig = this.#rig;
    if (!rig) return undefined;
    const centre = centreOf(rig);
    const away = (unit: HTMLElement) => Math.abs(centreOf(unit) - centre);
    return this.#units.reduce((best, unit) => (away(unit) < away(best) ? unit : best), this.#units[0]);
  }
}

function centreOf(element: HTMLElement): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}
