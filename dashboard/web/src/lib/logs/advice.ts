import type { Outcome } from '#lib/ui/outcomes.ts';

/** What an outcome means for the client, and what can be done about it. */
const advice: Record<Outcome, string> = {
	ok: 'The client got what the script returned.',
	error:
		'Handle returned an error, panicked, or returned what cannot be a response. The client got a 500 without the reason.',
	timeout: 'The client got a 504. Do less, or raise the script’s time limit.',
	operation_limit:
		'More loop turns and calls than allowed. Look for a loop that does not end, or raise the limit.',
	memory_limit: 'The script held more memory than allowed. Keep less in globals, or raise the limit.',
	depth_limit: 'Calls nested too deeply: mostly a recursion that does not end.',
	response_limit: 'The body was larger than the configuration allows. Answer in parts.',
	overloaded:
		'As many executions as may run were running, and as many waited. The client was asked to try again later.',
	crashed: 'The process that ran the script died; others are not affected. The client got a 502.',
	canceled: 'The client went away before there was an answer.'
};

export function adviceOn(outcome: string): string {
	return outcome in advice ? advice[outcome as Outcome] : '';
}
