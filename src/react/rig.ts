import {
  type CSSProperties,
  createElement,
  type DetailedHTMLProps,
  type HTMLAttributes,
  type ReactElement,
  useEffect,
  useRef,
} from 'react';
import type { RigDevice } from '../pedal/rig/rig-device.js';
import { defineRig, type DilatoneRig as RigElement } from '../pedal/rig/rig-element.js';
import type { RigChangeEvent } from '../rig/rig-events.js';

/** What `<DilatoneRig>` takes. */
export interface DilatoneRigProps {
  /** What it shows and edits, such as the `rig` of `useRig`; null for none. */
  readonly rig: RigDevice | null;
  /** A title that replaces the rig's name. */
  readonly label?: string | undefined;
  /** Replaces the system's choice. */
  readonly theme?: 'light' | 'dark' | undefined;
  /** Called after each change that the player made. */
  readonly onRigChange?: ((event: CustomEvent<RigChangeEvent>) => void) | undefined;
  /** The element's class. */
  readonly className?: string | undefined;
  /** The element's style. */
  readonly style?: CSSProperties | undefined;
}

/** The element `<dilatone-rig>` as a component, for React 18 and later. On a server it renders the empty element. */
export function DilatoneRig({ rig, onRigChange, className, ...props }: DilatoneRigProps): ReactElement {
  const element = useRef<RigElement>(null);
  useEffect(() => {
    defineRig();
    const shown = element.current;
    if (shown === null) return;
    shown.rig = rig;
    return () => {
      shown.rig = null;
    };
  }, [rig]);
  useEffect(() => {
    const shown = element.current;
    if (shown === null || onRigChange === undefined) return;
    const listener = onRigChange as (event: Event) => void;
    shown.addEventListener('rigchange', listener);
    return () => shown.removeEventListener('rigchange', listener);
  }, [onRigChange]);
  // React 18 knows no `className` of custom elements.
  return createElement('dilatone-rig', { ...props, ref: element, class: className });
}

/** What React takes for `<dilatone-rig>` itself. */
type RigAttributes = DetailedHTMLProps<HTMLAttributes<RigElement>, RigElement> & {
  label?: string | undefined;
  theme?: 'light' | 'dark' | undefined;
  class?: string | undefined;
  /** React 19 sets it as a property. */
  rig?: RigDevice | null | undefined;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'dilatone-rig': RigAttributes;
    }
  }
}
