const verbs: Record<string, string> = {
	create: 'Created',
	update: 'Changed',
	delete: 'Deleted',
	activate: 'Made another version live of',
	apply: 'Applied',
	complete: 'Completed'
};

/** An audit action in words: "script.create" is "Created script". */
export function describeAction(action: string): string {
	if (action === 'session.create') return 'Signed in with';
	if (action === 'session.delete') return 'Ended a session of';
	if (action === 'setup.complete') return 'Completed the setup with';
	if (action === 'import.apply') return 'Imported';
	const [object = '', verb = ''] = action.split('.');
	return verb in verbs ? `${verbs[verb]} ${object}` : action;
}
