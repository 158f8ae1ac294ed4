import { goto } from '$app/navigation';
import { resolve } from '$app/paths';

/** Goes to the sign-in page, which comes back to where the user was. */
export function askToSignIn(): void {
	const here = location.pathname + location.search + location.hash;
	const signIn = resolve('/sign-in');
	if (location.pathname === signIn || location.pathname === resolve('/setup')) return;
	const query = here === resolve('/') ? '' : `?return=${encodeURIComponent(here)}`;
	// eslint-disable-next-line svelte/no-navigation-without-resolve -- it is resolved, with a query
	void goto(signIn + query, { replaceState: true });
}

/**
 * Where to go after signing in: a path of the dashboard, whatever the query
 * says, so that a link cannot send people elsewhere.
 */
export function returnPath(asked: string | null, base: string): string {
	if (!asked?.startsWith(base) || asked.includes('\\')) return base;
	const url = new URL(asked, 'http://picloud.invalid');
	if (url.host !== 'picloud.invalid' || !url.pathname.startsWith(base)) return base;
	return url.pathname + url.search + url.hash;
}
