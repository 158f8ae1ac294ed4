import { createContext } from 'svelte';

/** What a Field tells the control in it. */
export interface FieldContext {
	readonly id: string;
	readonly describedBy: string | undefined;
	readonly invalid: boolean;
	readonly required: boolean;
}

const [get, set] = createContext<FieldContext | undefined>();

export const setField = set;

/** The Field around a control, if there is one. */
export function getField(): FieldContext | undefined {
	try {
		return get();
	} catch {
		return undefined;
	}
}
