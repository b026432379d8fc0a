/**
 * Lets the API reference link to pages beside it: replaces `site:` at the start of an address by the relative path from a page
 * to the site's root, because a host may serve the site from any folder.
 *
 * @param {import('typedoc').Application} application
 */
export function load(application) {
  application.renderer.on('endPage', (page) => {
    const depth = page.url.split('/').length;
    page.contents = page.contents?.replaceAll('href="site:', `href="${'../'.repeat(depth)}`);
  });
}
