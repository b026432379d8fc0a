/**
 * Lets the API reference link to what lies beside it: `%ROOT%` in `navigationLinks` becomes the way from a page to the
 * site's root, since the site may lie in any folder.
 *
 * @param {import('typedoc').Application} application
 */
export function load(application) {
  application.renderer.on('endPage', (page) => {
    const depth = page.url.split('/').length;
    page.contents = page.contents?.replaceAll('%ROOT%', '../'.repeat(depth));
  });
}
