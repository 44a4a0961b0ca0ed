/* SPDX-License-Identifier: MIT */
/*
 * kobject.h - what has a name, a parent, a reference count and a directory
 * in /sys.
 *
 *	kset ("block")			a directory, and the list of its members
 *	  kobject ("sda") -- ktype	->release at the last reference,
 *	    kobject ("queue")		->sysfs_ops between files and objects
 *
 * A kobject is part of something larger, which ->release of its type frees:
 * never kfree() that while somebody may hold a reference. The name belongs to
 * the kobject and goes with it.
 *
 * Rules, checked: what is registered was initialised; the last put of
 * an object that is still in /sys takes it out; a type without ->release is
 * told on the log when its object goes.
 *
 * Locking: the lists of ksets have locks inside. Names do not change while
 * they are looked at by others than the owner.
 */
#ifndef OCTAVO_KOBJECT_H
#define OCTAVO_KOBJECT_H

#include <octavo/compiler.h>
#include <octavo/kref.h>
#include <octavo/list.h>
#include <octavo/spinlock.h>
#include <octavo/sysfs.h>
#include <octavo/types.h>

struct kobject;
struct kset;

#define UEVENT_NUM_ENVP		64
#define UEVENT_BUFFER_SIZE	2048

enum kobject_action {
	KOBJ_ADD,
	KOBJ_REMOVE,
	KOBJ_CHANGE,
	KOBJ_MOVE,
	KOBJ_ONLINE,
	KOBJ_OFFLINE,
	KOBJ_BIND,
	KOBJ_UNBIND,
};

struct kobj_uevent_env {
	char *argv[3];
	char *envp[UEVENT_NUM_ENVP];
	int envp_idx;
	char buf[UEVENT_BUFFER_SIZE];
	int buflen;
};

struct kobj_ns_type_operations;

struct kobj_type {
	void (*release)(struct kobject *kobj);
	const struct sysfs_ops *sysfs_ops;
	struct attribute **default_attrs;	/* before Linux 5.18 */
	const struct attribute_group **default_groups;
	const struct kobj_ns_type_operations *(*child_ns_type)(
		OCTAVO_CONST_602 struct kobject *kobj);
	const void *(*namespace)(OCTAVO_CONST_602 struct kobject *kobj);
};

struct kobject {
	const char *name;		/* kmalloc'ed, or NULL */
	struct list_head entry;		/* in its kset */
	struct kobject *parent;		/* referenced while it is added */
	struct kset *kset;		/* referenced while it is added */
	const struct kobj_type *ktype;
	struct kernfs_node *sd;		/* its directory */
	struct kref kref;
	unsigned int state_initialized : 1;
	unsigned int state_in_sysfs : 1;
	unsigned int state_add_uevent_sent : 1;
	unsigned int state_remove_uevent_sent : 1;
	unsigned int uevent_suppress : 1;
};

struct kset_uevent_ops {
	int (*filter)(OCTAVO_CONST_602 struct kobject *kobj);
	const char *(*name)(OCTAVO_CONST_602 struct kobject *kobj);
	int (*uevent)(OCTAVO_CONST_602 struct kobject *kobj,
		      struct kobj_uevent_env *env);
};

struct kset {
	struct list_head list;
	spinlock_t list_lock;
	struct kobject kobj;
	const struct kset_uevent_ops *uevent_ops;	/* may be NULL */
};

/* An attribute that is given the kobject itself, see kobj_sysfs_ops. */
struct kobj_attribute {
	struct attribute attr;
	ssize_t (*show)(struct kobject *kobj, struct kobj_attribute *attr,
			char *buf);
	ssize_t (*store)(struct kobject *kobj, struct kobj_attribute *attr,
			 const char *buf, size_t count);
};

extern const struct sysfs_ops kobj_sysfs_ops;
/* /sys/kernel, /sys/fs, /sys/module, /sys/firmware, ... */
extern struct kobject *kernel_kobj, *mm_kobj, *fs_kobj, *firmware_kobj,
	*hypervisor_kobj, *power_kobj, *dev_kobj, *sysfs_dev_block_kobj,
	*sysfs_dev_char_kobj, *block_kobj, *virtual_kobj;
/* /sys/devices, /sys/devices/system, /sys/class, /sys/bus, /sys/module */
extern struct kset *devices_kset, *system_kset, *class_kset, *bus_kset,
	*module_kset;

static inline const char *kobject_name(const struct kobject *kobj)
{
	return kobj->name;
}

/**
 * kobject_init() - make a kobject usable
 * @kobj: zeroed
 * @ktype: says how it is released
 *
 * Afterwards it is given up by kobject_put(), not by kfree().
 *
 * Context: May sleep.
 */
void kobject_init(struct kobject *kobj, const struct kobj_type *ktype);

/**
 * kobject_add() - give it a name and a directory
 * @kobj: initialised
 * @parent: in whose directory; NULL: that of its kset, or /sys
 * @fmt: of the name; slashes become exclamation marks
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -ENOENT if the parent is gone, -EINVAL, -ENOMEM. On an
 *	error the caller still has to call kobject_put().
 * Pairs with: kobject_del(), or the last kobject_put().
 */
__printf(3, 4) int kobject_add(struct kobject *kobj, struct kobject *parent,
			       const char *fmt, ...);

/**
 * kobject_init_and_add() - kobject_init() and kobject_add()
 * @kobj: zeroed
 * @ktype: says how it is released
 * @parent: as for kobject_add()
 * @fmt: as for kobject_add()
 *
 * Context: May sleep.
 * Return: as kobject_add(); on an error call kobject_put().
 */
__printf(4, 5) int kobject_init_and_add(struct kobject *kobj,
					const struct kobj_type *ktype,
					struct kobject *parent,
					const char *fmt, ...);

/**
 * kobject_set_name() - name it, before it is added
 * @kobj: the object
 * @fmt: of the name
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
__printf(2, 3) int kobject_set_name(struct kobject *kobj, const char *fmt, ...);

/**
 * kobject_set_name_vargs() - the same with a list of arguments
 * @kobj: the object
 * @fmt: of the name; NULL: it stays
 * @args: of @fmt
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
int kobject_set_name_vargs(struct kobject *kobj, const char *fmt,
			   __builtin_va_list args);

/**
 * kobject_rename() - give it another name
 * @kobj: added
 * @new_name: of it
 *
 * Context: May sleep.
 * Return: 0, -EINVAL, -EEXIST, -ENOMEM.
 */
int kobject_rename(struct kobject *kobj, const char *new_name);

/**
 * kobject_move() - move it below another one
 * @kobj: added
 * @new_parent: NULL: that of its kset, or /sys
 *
 * Context: May sleep.
 * Return: 0, -EINVAL, -EEXIST, -ENOMEM.
 */
int kobject_move(struct kobject *kobj, struct kobject *new_parent);

/**
 * kobject_del() - take it out of /sys
 * @kobj: may be NULL
 *
 * Waits for calls of show and store functions that run.
 *
 * Context: May sleep.
 */
void kobject_del(struct kobject *kobj);

/**
 * kobject_get() - take another reference
 * @kobj: one the caller holds a reference to, or NULL
 *
 * Context: Any context.
 * Return: @kobj.
 */
struct kobject *kobject_get(struct kobject *kobj);

/**
 * kobject_get_unless_zero() - take a reference if there is one left
 * @kobj: may be on its way out, or NULL
 *
 * Context: Any context.
 * Return: @kobj, or NULL.
 */
struct kobject *kobject_get_unless_zero(struct kobject *kobj);

/**
 * kobject_put() - let go
 * @kobj: may be NULL
 *
 * The last reference takes it out of /sys and calls ->release.
 *
 * Context: May sleep.
 */
void kobject_put(struct kobject *kobj);

/**
 * kobject_create_and_add() - a directory that is nothing else
 * @name: of it
 * @parent: NULL: /sys
 *
 * Context: May sleep.
 * Return: the object, NULL on any error.
 * Pairs with: kobject_put().
 */
struct kobject *kobject_create_and_add(const char *name,
				       struct kobject *parent);

/**
 * kobject_get_path() - where it is below /sys
 * @kobj: added
 * @gfp: for the text
 *
 * Context: Decided by @gfp.
 * Return: the path with a leading slash, kmalloc'ed; NULL: no memory or a part
 *	without a name.
 */
char *kobject_get_path(const struct kobject *kobj, gfp_t gfp);

/**
 * kset_init() - make a kset usable that was not allocated by kset_create_and_add()
 * @kset: with kobj.ktype and a name
 *
 * Context: May sleep.
 */
void kset_init(struct kset *kset);

/**
 * kset_register() - kset_init() and add it
 * @kset: with kobj.ktype and a name
 *
 * Context: May sleep.
 * Return: 0, -EINVAL without a type, or as kobject_add().
 * Pairs with: kset_unregister().
 */
int kset_register(struct kset *kset);

/**
 * kset_unregister() - take it out and let go of it
 * @kset: may be NULL
 *
 * Context: May sleep.
 */
void kset_unregister(struct kset *kset);

/**
 * kset_create_and_add() - make a kset
 * @name: of it
 * @uevent_ops: may be NULL
 * @parent: NULL: /sys
 *
 * Context: May sleep.
 * Return: the set, NULL on any error.
 * Pairs with: kset_unregister().
 */
struct kset *kset_create_and_add(const char *name,
				 const struct kset_uevent_ops *uevent_ops,
				 struct kobject *parent);

/**
 * kset_find_obj() - a member by name
 * @kset: the set
 * @name: of the member
 *
 * Context: Any context.
 * Return: the object, referenced, or NULL.
 */
struct kobject *kset_find_obj(struct kset *kset, const char *name);

/**
 * kobject_uevent() - say that something has become of it
 * @kobj: added
 * @action: what
 *
 * Whoever could listen (udev) is not there: the variables are made, as the
 * object's set wants them, and /sys/kernel/uevent_seqnum counts.
 *
 * Context: May sleep.
 * Return: 0, -EINVAL for an object without a set above it, -ENOMEM, -ENOENT.
 */
int kobject_uevent(struct kobject *kobj, enum kobject_action action);

/**
 * kobject_uevent_env() - the same with variables of the caller
 * @kobj: added
 * @action: what
 * @envp: "NAME=value" strings, ends with NULL; may be NULL
 *
 * Context: May sleep.
 * Return: as kobject_uevent().
 */
int kobject_uevent_env(struct kobject *kobj, enum kobject_action action,
		       char *envp[]);

/**
 * kobject_synth_uevent() - an event that a program asked for
 * @kobj: added
 * @buf: "add", "change", ..., as written to its uevent file
 * @count: bytes
 *
 * Context: May sleep.
 * Return: 0, -EINVAL, or as kobject_uevent().
 */
int kobject_synth_uevent(struct kobject *kobj, const char *buf, size_t count);

/**
 * add_uevent_var() - one more variable
 * @env: given to ->uevent
 * @fmt: "NAME=value"
 *
 * Context: Any context.
 * Return: 0, -ENOMEM if there is no more room.
 */
__printf(2, 3) int add_uevent_var(struct kobj_uevent_env *env,
				  const char *fmt, ...);

/* kernel/kobject.c: the objects every machine has; see super.c. */
/**
 * kobjects_init() - make the objects that every machine has
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM; call kobjects_exit() in either case.
 */
int kobjects_init(void);
/**
 * kobjects_exit() - take them away
 *
 * Context: May sleep.
 */
void kobjects_exit(void);

static inline struct kset *to_kset(struct kobject *kobj)
{
	return kobj ? container_of(kobj, struct kset, kobj) : NULL;
}

static inline struct kset *kset_get(struct kset *kset)
{
	return kset ? to_kset(kobject_get(&kset->kobj)) : NULL;
}

static inline void kset_put(struct kset *kset)
{
	if (kset)
		kobject_put(&kset->kobj);
}

static inline const struct kobj_type *get_ktype(const struct kobject *kobj)
{
	return kobj->ktype;
}

#endif
