import type { components } from './schema.d.ts';

type Document = Partial<components['schemas']['Problem']>;

/**
 * What went wrong with a call, as the server's problem document has it
 * (RFC 9457). Every call of the API client fails with one, so that `code` can
 * decide and `message` can be shown.
 */
export class Problem extends Error {
	/** The HTTP status; 0 when no answer came. */
	readonly status: number;
	/** What is wrong, as a short word that stays the same. */
	readonly code: string;
	/** The whole document: diagnostics, conflicting_route, witness, offset and so on. */
	readonly document: Document;
	/** How long the server wants to be left alone, in seconds, when it says so. */
	readonly retryAfter?: number;

	constructor(status: number, document: Document, retryAfter?: number) {
		super(document.detail ?? document.title ?? `the server answered ${status}`);
		this.name = 'Problem';
		this.status = status;
		this.code = document.code ?? (status === 0 ? 'unreachable' : 'unknown');
		this.document = document;
		this.retryAfter = retryAfter;
	}

	/** The message as a sentence. */
	get sentence(): string {
		return sentence(this.message);
	}

	/**
	 * What is wrong with one field of the body, to be shown beside it:
	 * `problem.field('name')`. Undefined when nothing is.
	 */
	field(name: string): string | undefined {
		const error = this.document.errors?.find(
			(e) => e.location === `body.${name}` || e.location.startsWith(`body.${name}.`)
		);
		if (error) return sentence(error.message);
		return this.document.field === name ? this.sentence : undefined;
	}

	/** Whether no answer came at all. */
	get unreachable(): boolean {
		return this.status === 0;
	}
}

/** Turns whatever was thrown into a Problem. */
export function asProblem(thrown: unknown): Problem {
	if (thrown instanceof Problem) return thrown;
	if (thrown instanceof TypeError) {
		return new Problem(0, { title: 'No answer', detail: 'the server did not answer' });
	}
	return new Problem(0, {
		code: 'internal',
		title: 'Something went wrong here',
		detail: thrown instanceof Error ? thrown.message : String(thrown)
	});
}

/** Reads the problem document of an answer that is no success. */
export function problemOf(response: Response, body: unknown): Problem {
	const document: Document =
		typeof body === 'object' && body !== null
			? body
			: {
					title: response.statusText,
					detail: `the server answered ${response.status} ${response.statusText}`
				};
	const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
	return new Problem(response.status, document, Number.isFinite(wait) ? wait : undefined);
}

/** Whether thrown is the end of a call that was given up on purpose. */
export function isAbort(thrown: unknown): boolean {
	return thrown instanceof DOMException && thrown.name === 'AbortError';
}

function sentence(text: string): string {
	const upper = text.charAt(0).toUpperCase() + text.slice(1);
	return /[.!?]$/.test(upper) ? upper : upper + '.';
}
