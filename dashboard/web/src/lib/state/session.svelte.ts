import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { api, unwrap } from '#lib/api/client.ts';
import type { Principal, Scope } from '#lib/api/types.ts';
import { clearCache } from './resource.svelte.ts';

/** Who is signed in. */
class Session {
	principal = $state.raw<Principal | null>(null);

	/** Whether the one who is signed in may do what needs this scope. */
	can(scope: Scope): boolean {
		return this.principal?.scopes.includes(scope) ?? false;
	}

	/** Asks who is signed in; throws a Problem with 401 when nobody is. */
	async load(): Promise<void> {
		this.principal = await unwrap(api.GET('/session'));
	}

	async signIn(token: string): Promise<void> {
		this.principal = await unwrap(api.POST('/session', { body: { token } }));
		// What another one was shown is not for this one.
		clearCache();
	}

	async signOut(): Promise<void> {
		await unwrap(api.DELETE('/session'));
		this.principal = null;
		clearCache();
		await goto(resolve('/sign-in'));
	}
}

export const session = new Session();
