/* SPDX-License-Identifier: MIT */
/*
 * cred.h - for whom the running task works, for drivers.
 */
#ifndef OCTAVO_CRED_H
#define OCTAVO_CRED_H

#include <octavo/types.h>

typedef struct { u32 val; } kuid_t;
typedef struct { u32 val; } kgid_t;

struct user_namespace;

#define KUIDT_INIT(v)		((kuid_t){ (v) })
#define KGIDT_INIT(v)		((kgid_t){ (v) })
#define GLOBAL_ROOT_UID		KUIDT_INIT(0)
#define GLOBAL_ROOT_GID		KGIDT_INIT(0)
#define INVALID_UID		KUIDT_INIT(~0u)

static inline bool uid_eq(kuid_t a, kuid_t b)
{
	return a.val == b.val;
}

static inline bool gid_eq(kgid_t a, kgid_t b)
{
	return a.val == b.val;
}

static inline bool uid_valid(kuid_t uid)
{
	return uid.val != ~0u;
}

/* There is one namespace of users. */
#define init_user_ns			(*(struct user_namespace *)NULL)
#define current_user_ns()		((struct user_namespace *)NULL)
#define make_kuid(ns, v)		((void)(ns), KUIDT_INIT(v))
#define make_kgid(ns, v)		((void)(ns), KGIDT_INIT(v))
#define from_kuid(ns, uid)		((void)(ns), (uid).val)
#define from_kgid(ns, gid)		((void)(ns), (gid).val)
#define from_kuid_munged(ns, uid)	from_kuid(ns, uid)
#define from_kgid_munged(ns, gid)	from_kgid(ns, gid)
#define __kuid_val(uid)			((uid).val)
#define __kgid_val(gid)			((gid).val)

#define CAP_CHOWN		0
#define CAP_DAC_OVERRIDE	1
#define CAP_DAC_READ_SEARCH	2
#define CAP_FOWNER		3
#define CAP_KILL		5
#define CAP_SETGID		6
#define CAP_SETUID		7
#define CAP_NET_BIND_SERVICE	10
#define CAP_NET_ADMIN		12
#define CAP_NET_RAW		13
#define CAP_IPC_LOCK		14
#define CAP_SYS_MODULE		16
#define CAP_SYS_RAWIO		17
#define CAP_SYS_PTRACE		19
#define CAP_SYS_ADMIN		21
#define CAP_SYS_BOOT		22
#define CAP_SYS_NICE		23
#define CAP_SYS_RESOURCE	24
#define CAP_SYS_TIME		25
#define CAP_SYS_TTY_CONFIG	26
#define CAP_MKNOD		27
#define CAP_SYSLOG		34
#define CAP_WAKE_ALARM		35
#define CAP_PERFMON		38
#define CAP_BPF			39

/**
 * task_capable() - may the running task do what only some may?
 * @cap: CAP_*; root has all, others none
 *
 * Context: Any context.
 * Return: true if so; always for the kernel itself.
 */
bool task_capable(int cap);

/**
 * current_uid() - the real user
 *
 * Context: Any context.
 * Return: the number.
 */
kuid_t current_uid(void);

/**
 * current_gid() - the real group
 *
 * Context: Any context.
 * Return: the number.
 */
kgid_t current_gid(void);

/**
 * current_euid() - the effective user
 *
 * Context: Any context.
 * Return: the number.
 */
kuid_t current_euid(void);

/**
 * current_egid() - the effective group
 *
 * Context: Any context.
 * Return: the number.
 */
kgid_t current_egid(void);

/**
 * current_fsuid() - the user for files
 *
 * Context: Any context.
 * Return: the number.
 */
kuid_t current_fsuid(void);

/**
 * current_fsgid() - the group for files
 *
 * Context: Any context.
 * Return: the number.
 */
kgid_t current_fsgid(void);

#endif
