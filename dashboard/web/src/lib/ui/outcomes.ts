/** How an execution can end, in the order of the filter. */
export const outcomes = {
	ok: { label: 'OK', tone: 'ok', about: 'The script answered.' },
	error: { label: 'Error', tone: 'danger', about: 'The script failed by itself.' },
	timeout: { label: 'Timeout', tone: 'warn', about: 'It did not answer in time.' },
	operation_limit: { label: 'Operation limit', tone: 'warn', about: 'It used up its operations.' },
	memory_limit: { label: 'Memory limit', tone: 'warn', about: 'It used up its memory.' },
	depth_limit: { label: 'Depth limit', tone: 'warn', about: 'It nested its calls too deeply.' },
	response_limit: { label: 'Response limit', tone: 'warn', about: 'Its response was too large.' },
	overloaded: { label: 'Overloaded', tone: 'warn', about: 'Too many executions at once.' },
	crashed: { label: 'Crashed', tone: 'danger', about: 'What ran the script died.' },
	canceled: { label: 'Canceled', tone: 'neutral', about: 'The client went away.' }
} as const;

export type Outcome = keyof typeof outcomes;

/** What to show for an outcome, also for one that a newer server may send. */
export function describeOutcome(outcome: string): {
	label: string;
	tone: 'ok' | 'danger' | 'warn' | 'neutral';
	about: string;
} {
	return outcome in outcomes ? outcomes[outcome as Outcome] : { label: outcome, tone: 'neutral', about: '' };
}

/** The tone of an HTTP status. */
export function statusTone(status: number): 'ok' | 'warn' | 'danger' | 'neutral' {
	if (status >= 500) return 'danger';
	if (status >= 400) return 'warn';
	return status >= 200 && status < 300 ? 'ok' : 'neutral';
}
