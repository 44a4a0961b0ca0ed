/* SPDX-License-Identifier: MIT */
/*
 * sys_reboot.c - reboot(2): the end of the machine, whoever asks for it.
 *
 * Stopping, switching off and starting anew are one here: every process is
 * killed, the first one counts as ended well, and kernel_run() returns.
 */
#include "internal.h"

#define MAGIC1		0xfee1deadu
#define CMD_RESTART	0x01234567u
#define CMD_HALT	0xcdef0123u
#define CMD_CAD_ON	0x89abcdefu
#define CMD_CAD_OFF	0x00000000u
#define CMD_POWER_OFF	0x4321fedcu
#define CMD_RESTART2	0xa1b2c3d4u

/* Dates, in hexadecimal. */
static bool is_magic2(u32 magic)
{
	return magic == 672274793 || magic == 85072278 ||
	       magic == 369367448 || magic == 537993216;
}

static __noreturn void end_machine(void)
{
	lock_tasklist();
	kernel.first->group_exit = true;
	kernel.first->exit_status = 0;
	kill_everybody();
	unlock_tasklist();
	do_group_exit(0);
}

SYSCALL_DEFINE4(reboot, u32, magic1, u32, magic2, u32, cmd, void __user *, arg)
{
	if (current_task()->euid)
		return -EPERM;
	if (magic1 != MAGIC1 || !is_magic2(magic2))
		return -EINVAL;
	switch (cmd) {
	case CMD_CAD_ON:
	case CMD_CAD_OFF:
		return 0;		/* there is no such key */
	case CMD_RESTART2:
		if (fault_in_readable(arg, 1))
			return -EFAULT;
		end_machine();
	case CMD_RESTART:
	case CMD_HALT:
	case CMD_POWER_OFF:
		end_machine();
	default:
		return -EINVAL;
	}
}
