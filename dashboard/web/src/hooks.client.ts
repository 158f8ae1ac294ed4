import type { HandleClientError } from '@sveltejs/kit';
import { connection } from '#lib/state/connection.svelte.ts';

/** How browsers say that they could not get a part of the program. */
const missingPart = /dynamically imported module|importing a module script failed|unable to preload/i;

/** A page that does not exist, or a server that is away, is no fault of the program: only others are logged. */
export const handleError: HandleClientError = ({ error, status, message }) => {
	if (status === 404) return { message };
	if (error instanceof Error && missingPart.test(error.message)) {
		connection.failed();
		return { message: 'This page could not be loaded' };
	}
	console.error(error);
	return { message };
};
