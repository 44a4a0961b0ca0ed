/* SPDX-License-Identifier: MIT */
/*
 * ipc.c - the one call for System V IPC that i386 had before each had its own.
 *
 * Its commands are for the structures of today only: without IPC_64 the answer
 * is -ENOSYS.
 */
#include "../../internal.h"
#include <uapi/ipc.h>
#include <uapi/time.h>

#define SEMOP		1
#define SEMGET		2
#define SEMCTL		3
#define SEMTIMEDOP	4
#define MSGSND		11
#define MSGRCV		12
#define MSGGET		13
#define MSGCTL		14
#define SHMAT		21
#define SHMDT		22
#define SHMGET		23
#define SHMCTL		24

struct ipc_call {
	long first, second, third;
	unsigned long ptr;
	long fifth;
	unsigned int version;
};

/* The call of today. */
static long call4(long (*call)(struct pt_regs *regs), long a, long b, long c,
		  long d)
{
	struct pt_regs regs = { 0 };

	regs.ebx = (unsigned long)a;
	regs.ecx = (unsigned long)b;
	regs.edx = (unsigned long)c;
	regs.esi = (unsigned long)d;
	return call(&regs);
}

static long control(long (*call)(struct pt_regs *regs), long id, long num,
		    long cmd, long arg, bool has_num)
{
	if (!(cmd & IPC_64))
		return -ENOSYS;
	cmd &= ~IPC_64;
	return has_num ? call4(call, id, num, cmd, arg) :
			 call4(call, id, cmd, arg, 0);
}

static long ipc_semctl(const struct ipc_call *c)
{
	long arg;

	if (!c->ptr)
		return -EINVAL;
	if (get_user(arg, (const long __user *)c->ptr))
		return -EFAULT;
	return control(sys_semctl, c->first, c->second, c->third, arg, true);
}

static long ipc_semtimedop(const struct ipc_call *c)
{
	const struct old_timespec32 __user *uts = (void __user *)c->fifth;
	struct old_timespec32 val;
	struct timespec64 ts;

	if (uts && copy_from_user(&val, uts, sizeof(val)))
		return -EFAULT;
	if (uts)
		ts = (struct timespec64){ val.tv_sec, val.tv_nsec };
	return ksys_semtimedop((int)c->first,
			       (const struct sembuf __user *)c->ptr,
			       (unsigned int)c->second, uts ? &ts : NULL);
}

static long ipc_msgrcv(const struct ipc_call *c)
{
	struct pt_regs regs = { 0 };
	unsigned long old[2] = { c->ptr, (unsigned long)c->fifth };

	/* At first there was no fifth argument. */
	if (!c->version) {
		if (!c->ptr)
			return -EINVAL;
		if (copy_from_user(old, (const void __user *)c->ptr,
				   sizeof(old)))
			return -EFAULT;
	}
	regs.ebx = (unsigned long)c->first;
	regs.ecx = old[0];
	regs.edx = (unsigned long)c->second;
	regs.esi = old[1];
	regs.edi = (unsigned long)c->third;
	return sys_msgrcv(&regs);
}

/* The address goes where the third argument points. */
static long ipc_shmat(const struct ipc_call *c)
{
	long addr;

	if (c->version == 1)
		return -EINVAL;
	addr = ksys_shmat((int)c->first, c->ptr, (int)c->second);
	if (IS_ERR_VALUE(addr))
		return addr;
	return put_user(addr, (long __user *)c->third) ? -EFAULT : 0;
}

static long ipc_sem(unsigned int call, const struct ipc_call *c)
{
	switch (call) {
	case SEMOP:
		return ksys_semtimedop((int)c->first,
				       (const struct sembuf __user *)c->ptr,
				       (unsigned int)c->second, NULL);
	case SEMGET:
		return call4(sys_semget, c->first, c->second, c->third, 0);
	case SEMCTL:
		return ipc_semctl(c);
	case SEMTIMEDOP:
		return ipc_semtimedop(c);
	default:
		return -ENOSYS;
	}
}

static long ipc_msg_or_shm(unsigned int call, const struct ipc_call *c)
{
	const long ptr = (long)c->ptr;

	switch (call) {
	case MSGSND:
		return call4(sys_msgsnd, c->first, ptr, c->second, c->third);
	case MSGRCV:
		return ipc_msgrcv(c);
	case MSGGET:
		return call4(sys_msgget, c->first, c->second, 0, 0);
	case MSGCTL:
		return control(sys_msgctl, c->first, 0, c->second, ptr, false);
	case SHMAT:
		return ipc_shmat(c);
	case SHMDT:
		return call4(sys_shmdt, ptr, 0, 0, 0);
	case SHMGET:
		return call4(sys_shmget, c->first, c->second, c->third, 0);
	case SHMCTL:
		return control(sys_shmctl, c->first, 0, c->second, ptr, false);
	default:
		return -ENOSYS;
	}
}

SYSCALL_DEFINE6(ipc, unsigned int, call, long, first, long, second, long, third,
		unsigned long, ptr, long, fifth)
{
	const struct ipc_call c = {
		.first = first, .second = second, .third = third, .ptr = ptr,
		.fifth = fifth, .version = call >> 16,
	};

	call &= 0xffff;
	return call <= SEMTIMEDOP ? ipc_sem(call, &c) :
				    ipc_msg_or_shm(call, &c);
}
