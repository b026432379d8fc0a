/** What the build says of itself. */
interface ImportMetaEnv {
  /** Whether a service worker comes with the page. */
  readonly OFFLINE?: boolean;
}
