/* SPDX-License-Identifier: MIT */
/*
 * moduleparam.h - parameters of modules: variables with a name, set from text
 * when the module is loaded and, if their permission says so, by writing to
 * /sys/module/NAME/parameters/.
 *
 *	module_param(quantum, int, 0644);
 *
 * makes an entry in the section __param of the module, whose bounds its
 * struct module knows. How text becomes a value is in the operations of the
 * type; a driver may have its own.
 *
 * Locking: kernel_param_lock() around reading or setting from outside.
 */
#ifndef OCTAVO_MODULEPARAM_H
#define OCTAVO_MODULEPARAM_H

#include <octavo/modinit.h>
#include <octavo/types.h>
#include <uapi/stat.h>

/* What precedes a parameter's name: nothing, they belong to a module. */
#define MODULE_PARAM_PREFIX	""
#define MAX_PARAM_PREFIX_LEN	56

struct kernel_param;

enum {
	KERNEL_PARAM_OPS_FL_NOARG = 1 << 0,	/* ->set takes NULL, too */
};

struct kernel_param_ops {
	unsigned int flags;
	/* 0 or -errno; @val is NULL if only the name was given. */
	int (*set)(const char *val, const struct kernel_param *kp);
	/* The value and a newline into a page: bytes, or -errno. */
	int (*get)(char *buffer, const struct kernel_param *kp);
	/* The module goes: give back what @arg holds. May be NULL. */
	void (*free)(void *arg);
};

enum {
	KERNEL_PARAM_FL_UNSAFE = 1 << 0,
	KERNEL_PARAM_FL_HWPARAM = 1 << 1,
};

struct kernel_param {
	const char *name;
	struct module *mod;
	const struct kernel_param_ops *ops;
	const u16 perm;
	s8 level;
	u8 flags;
	union {
		void *arg;
		const struct kparam_string *str;
		const struct kparam_array *arr;
	};
};

struct kparam_string {
	unsigned int maxlen;
	char *string;
};

struct kparam_array {
	unsigned int max, elemsize;
	unsigned int *num;		/* NULL: always max */
	const struct kernel_param_ops *ops;
	void *elem;
};

/* ---- declaring them ----------------------------------------------------------- */

#ifdef MODULE
#define __MODULE_INFO(tag, name, info)					\
	static const char UNIQUE_NAME(modinfo)[] __used			\
		__section("__modinfo") __aligned(1) = #tag "=" info
#else
#define __MODULE_INFO(tag, name, info)	_Static_assert(1, "no module")
#endif

#define MODULE_PARM_DESC(parm, desc)					\
	__MODULE_INFO(parm, parm, #parm ":" desc)
#define __MODULE_PARM_TYPE(parm, type)					\
	__MODULE_INFO(parmtype, parm, #parm ":" type)

#define param_perm_check(perm)						\
	_Static_assert((perm) >= 0 && (perm) <= 0777 && !((perm) & 2),	\
		       "permissions of a parameter: not everybody may write")

#define __module_param_call(prefix, pname, pops, parg, pperm, plevel, pflags) \
	param_perm_check(pperm);					\
	static const struct kernel_param __param_##pname		\
		__used __section("__param") __aligned(sizeof(void *)) = {\
		.name = #pname, .mod = THIS_MODULE, .ops = (pops),	\
		.perm = (pperm),						\
		.level = (plevel), .flags = (pflags), { .arg = (parg) }	\
	}

#define module_param_cb(name, ops, arg, perm)				\
	__module_param_call("", name, ops, arg, perm, -1, 0)
#define module_param_cb_unsafe(name, ops, arg, perm)			\
	__module_param_call("", name, ops, arg, perm, -1,		\
			    KERNEL_PARAM_FL_UNSAFE)
#define module_param_call(name, setter, getter, arg, perm)		\
	static const struct kernel_param_ops __param_ops_##name = {	\
		.set = (setter), .get = (getter),			\
	};								\
	__module_param_call("", name, &__param_ops_##name, arg, perm, -1, 0)

#define module_param(name, type, perm)					\
	module_param_named(name, name, type, perm)
#define module_param_unsafe(name, type, perm)				\
	module_param_named_unsafe(name, name, type, perm)
#define module_param_hw(name, type, hwtype, perm)			\
	module_param_named(name, name, type, perm)
#define module_param_hw_named(name, value, type, hwtype, perm)		\
	module_param_named(name, value, type, perm)

#define module_param_named(name, value, type, perm)			\
	param_check_##type(name, &(value));				\
	module_param_cb(name, &param_ops_##type, &(value), perm);	\
	__MODULE_PARM_TYPE(name, #type)
#define module_param_named_unsafe(name, value, type, perm)		\
	param_check_##type(name, &(value));				\
	module_param_cb_unsafe(name, &param_ops_##type, &(value), perm);\
	__MODULE_PARM_TYPE(name, #type)

#define module_param_string(name, buf, len, perm)			\
	static const struct kparam_string __param_string_##name = {	\
		.maxlen = (len), .string = (buf),			\
	};								\
	__module_param_call("", name, &param_ops_string,		\
			    (void *)&__param_string_##name, perm, -1, 0);\
	__MODULE_PARM_TYPE(name, "string")

#define module_param_array(name, type, nump, perm)			\
	module_param_array_named(name, name, type, nump, perm)
#define module_param_hw_array(name, type, hwtype, nump, perm)		\
	module_param_array_named(name, name, type, nump, perm)
#define module_param_array_named(name, array, type, nump, perm)		\
	param_check_##type(name, &(array)[0]);				\
	static const struct kparam_array __param_arr_##name = {		\
		.max = ARRAY_SIZE(array), .num = (nump),		\
		.ops = &param_ops_##type,				\
		.elemsize = sizeof((array)[0]), .elem = (array),	\
	};								\
	__module_param_call("", name, &param_array_ops,			\
			    (void *)&__param_arr_##name, perm, -1, 0);	\
	__MODULE_PARM_TYPE(name, "array of " #type)

/* Of a kernel's command line; a module has them as its own. */
#define core_param(name, var, type, perm)				\
	module_param_named(name, var, type, perm)

/* The variable is of the type that its parameter was said to be. */
#define __param_check(name, p, type)					\
	static inline type * __maybe_unused __check_##name(void)	\
	{								\
		return (p);						\
	}								\
	_Static_assert(1, "so that a semicolon may follow")

#define param_check_byte(name, p)	__param_check(name, p, unsigned char)
#define param_check_short(name, p)	__param_check(name, p, short)
#define param_check_ushort(name, p)	__param_check(name, p, unsigned short)
#define param_check_int(name, p)	__param_check(name, p, int)
#define param_check_uint(name, p)	__param_check(name, p, unsigned int)
#define param_check_long(name, p)	__param_check(name, p, long)
#define param_check_ulong(name, p)	__param_check(name, p, unsigned long)
#define param_check_ullong(name, p)	__param_check(name, p, unsigned long long)
#define param_check_hexint(name, p)	__param_check(name, p, unsigned int)
#define param_check_charp(name, p)	__param_check(name, p, char *)
#define param_check_bool(name, p)	__param_check(name, p, bool)
#define param_check_bool_enable_only	param_check_bool
#define param_check_invbool(name, p)	__param_check(name, p, bool)
#define param_check_bint		param_check_int

/* ---- the types there are ------------------------------------------------------ */

/* Each type's operations, together and by themselves, for a driver that adds a
 * check of its own. param_set_NAME(): 0, -EINVAL, -ERANGE; param_get_NAME(): the
 * length of the text. */
#define PARAM_SETTER(name)						\
	int param_set_##name(const char *val, const struct kernel_param *kp)
#define PARAM_GETTER(name)						\
	int param_get_##name(char *buffer, const struct kernel_param *kp)
#define PARAM_TYPE(name)						\
	PARAM_SETTER(name);						\
	PARAM_GETTER(name);						\
	extern const struct kernel_param_ops param_ops_##name

PARAM_TYPE(byte);
PARAM_TYPE(short);
PARAM_TYPE(ushort);
PARAM_TYPE(int);
PARAM_TYPE(uint);
PARAM_TYPE(long);
PARAM_TYPE(ulong);
PARAM_TYPE(ullong);
PARAM_TYPE(hexint);
PARAM_TYPE(charp);
PARAM_TYPE(bool);
PARAM_TYPE(invbool);
/* Read as others are. */
PARAM_SETTER(bool_enable_only);
PARAM_SETTER(bint);
PARAM_SETTER(copystring);
PARAM_GETTER(string);
extern const struct kernel_param_ops param_ops_bool_enable_only,
	param_ops_bint, param_ops_string, param_array_ops;

/**
 * param_free_charp() - give back the text of a charp parameter
 * @arg: where its char * is
 *
 * Context: May sleep.
 */
void param_free_charp(void *arg);

/**
 * param_set_uint_minmax() - set an unsigned int within limits
 * @val: the text
 * @kp: the parameter
 * @min: least value allowed
 * @max: largest value allowed
 *
 * Context: May sleep.
 * Return: 0; -EINVAL: no number, or out of the limits.
 */
int param_set_uint_minmax(const char *val, const struct kernel_param *kp,
			  unsigned int min, unsigned int max);

/**
 * kernel_param_lock() - keep a module's parameters from being changed
 * @mod: the module
 *
 * Context: May sleep.
 * Pairs with: kernel_param_unlock().
 */
void kernel_param_lock(struct module *mod);

/**
 * kernel_param_unlock() - undo kernel_param_lock()
 * @mod: the module
 *
 * Context: May sleep.
 */
void kernel_param_unlock(struct module *mod);

/**
 * param_set_text() - set a parameter from text
 * @kp: the parameter
 * @val: the text, or NULL if only the name was given
 *
 * Context: May sleep. Locks: kernel_param_lock().
 * Return: 0; -EINVAL: it needs a value, or this is none of its; -EPERM: it
 *	cannot be set; what its own operations answer.
 */
int param_set_text(const struct kernel_param *kp, const char *val);

/**
 * param_name_is() - is this the parameter's name?
 * @kp: the parameter
 * @name: not NUL-terminated; '-' and '_' are the same
 * @len: bytes of it
 *
 * Context: Any context.
 * Return: true if so.
 */
bool param_name_is(const struct kernel_param *kp, const char *name, size_t len);

#endif
