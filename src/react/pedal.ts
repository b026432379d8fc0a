import {
  type CSSProperties,
  createElement,
  type DetailedHTMLProps,
  type HTMLAttributes,
  type ReactElement,
  useEffect,
  useRef,
} from 'react';
import { definePedal, type DilatonePedal as PedalElement } from '../pedal/pedal.js';
import type { PedalDevice } from '../pedal/pedal-device.js';

/** What `<DilatonePedal>` takes. */
export interface DilatonePedalProps {
  /** What it shows and controls, such as the `amp` of `useDilatone`; null for none. */
  readonly device: PedalDevice | null;
  /** A title that replaces the model's name. */
  readonly label?: string | undefined;
  /** Replaces the system's choice. */
  readonly theme?: 'light' | 'dark' | undefined;
  /** Level in dBFS of the device's limiter, or `off`; left out, a limiter that is off is set to −0.3. */
  readonly limitDb?: number | 'off' | undefined;
  /** Called when the player has loaded a model. */
  readonly onModelLoad?: ((event: Event) => void) | undefined;
  /** The element's class. */
  readonly className?: string | undefined;
  /** The element's style. */
  readonly style?: CSSProperties | undefined;
}

/** The element `<dilatone-pedal>` as a component, for React 18 and later. On a server it renders the empty element. */
export function DilatonePedal({ device, limitDb, onModelLoad, className, ...props }: DilatonePedalProps): ReactElement {
  const element = useRef<PedalElement>(null);
  useEffect(() => {
    definePedal();
    const pedal = element.current;
    if (pedal === null) return;
    pedal.device = device;
    return () => {
      pedal.device = null;
    };
  }, [device]);
  useEffect(() => {
    const pedal = element.current;
    if (pedal === null || onModelLoad === undefined) return;
    pedal.addEventListener('modelload', onModelLoad);
    return () => pedal.removeEventListener('modelload', onModelLoad);
  }, [onModelLoad]);
  // React 18 knows no `className` of custom elements.
  return createElement('dilatone-pedal', { ...props, ref: element, class: className, 'limit-db': limitDb });
}

/** What React takes for `<dilatone-pedal>` itself. */
type PedalAttributes = DetailedHTMLProps<HTMLAttributes<PedalElement>, PedalElement> & {
  label?: string | undefined;
  theme?: 'light' | 'dark' | undefined;
  'limit-db'?: number | 'off' | undefined;
  class?: string | undefined;
  /** React 19 sets it as a property. */
  device?: PedalDevice | null | undefined;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'dilatone-pedal': PedalAttributes;
    }
  }
}
