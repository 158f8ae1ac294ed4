package sqlstore

import "github.com/picloud/picloud/store"

// Succeeded is the condition for records of executions that did not fail.
const Succeeded = `outcome IN ('ok', 'canceled') AND status < 500`

// ExpiredFilter turns the age of records to delete into conditions. The id is
// given to the database as id makes it.
func ExpiredFilter(age store.ExecutionAge, id func(store.ID) any) *Where {
	w := new(Where)
	w.Add(`id < `, w.Arg(id(store.FirstIDAt(age.Before.Add(IDSlack)))))
	w.Add(`started_at < `, w.Arg(age.Before.UnixMicro()))
	if age.Successes {
		w.Add(Succeeded)
		w.Add(`added < (SELECT max(added) FROM execution_logs)`)
	}
	return w
}
