import type { Problem } from '#lib/api/problem.ts';
import type { Route, RouteCheckResult, Witness } from '#lib/api/types.ts';

/** A route that shares requests with the one that is checked. */
export interface Related {
	route: Route;
	witness: Witness;
}

/** How a route that is typed would stand to those that are live. */
export type Verdict =
	| { kind: 'ok'; winsOver: Related[]; losesTo: Related[] }
	| { kind: 'conflict'; route: Route | undefined; witness: Witness | undefined }
	/** It cannot be bound: field is wrong at a byte, or altogether. */
	| { kind: 'mistake'; field: string; offset: number | undefined; message: string }
	| { kind: 'failed'; message: string };

/** What a check says. */
export function verdictOf(result: RouteCheckResult): Verdict {
	if (!result.ok) return { kind: 'conflict', route: result.conflicting_route, witness: result.witness };
	return { kind: 'ok', winsOver: result.wins_over, losesTo: result.loses_to };
}

/** What the refusal of a check, or of saving, says. */
export function verdictOfProblem(problem: Problem): Verdict {
	const { document } = problem;
	if (problem.code === 'route_conflict') {
		return { kind: 'conflict', route: document.conflicting_route, witness: document.witness };
	}
	const error = document.errors?.[0];
	const field = document.field ?? error?.location.replace(/^body\./, '');
	if (problem.status === 422 && field !== undefined) {
		return {
			kind: 'mistake',
			field,
			offset: document.offset,
			message: problem.field(field) ?? problem.sentence
		};
	}
	return { kind: 'failed', message: problem.sentence };
}
