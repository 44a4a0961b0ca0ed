/* SPDX-License-Identifier: MIT */
/*
 * cred.c - for whom the running task works, as drivers ask.
 */
#include "internal.h"
#include <octavo/cred.h>

#define WHO(type, call, field)						\
	type call(void)							\
	{								\
		const struct task *task = task_running();		\
									\
		return (type){ task ? task->field : 0 };		\
	}

WHO(kuid_t, current_uid, uid)
WHO(kgid_t, current_gid, gid)
WHO(kuid_t, current_euid, euid)
WHO(kgid_t, current_egid, egid)
WHO(kuid_t, current_fsuid, fsuid)
WHO(kgid_t, current_fsgid, fsgid)

bool task_capable(int cap)
{
	return !task_running() || capable();
}
