import { goto } from '$app/navigation';
import { page } from '$app/state';

/**
 * Changes the query of the page's URL; undefined or empty takes a parameter
 * away. With `push` the back button undoes it.
 */
export function setQuery(changes: Record<string, string | undefined>, push = false): Promise<void> {
	const url = new URL(page.url);
	for (const [name, value] of Object.entries(changes)) {
		if (value) url.searchParams.set(name, value);
		else url.searchParams.delete(name);
	}
	if (url.search === page.url.search) return Promise.resolve();
	// eslint-disable-next-line svelte/no-navigation-without-resolve -- this page, with another query
	return goto(url, { replaceState: !push, keepFocus: true, noScroll: true });
}
