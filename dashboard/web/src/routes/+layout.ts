/** The dashboard runs in the browser alone: the server has files, not pages. */
export const ssr = false;
export const prerender = false;
