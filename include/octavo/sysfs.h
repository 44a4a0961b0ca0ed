/* SPDX-License-Identifier: MIT */
/*
 * sysfs.h - files in the directories of kobjects: one value, one file.
 *
 *	read	a page: ->show prints, at most PAGE_SIZE - 1 bytes
 *	write	a page at most: ->store is given the bytes, NUL behind them
 *
 * A group is a list of attributes, in a directory of its own if it has a name.
 * A bin attribute is given positions and any bytes.
 *
 * Who removes a file waits for its functions that run; what is open then answers
 * -ENODEV.
 */
#ifndef OCTAVO_SYSFS_H
#define OCTAVO_SYSFS_H

#include <octavo/compiler.h>
#include <octavo/types.h>
#include <uapi/stat.h>

/* Linux made some arguments const; drivers have what their Linux has. */
#ifndef OCTAVO_CONST_602
#if defined(OCTAVO_DRIVER) && LINUX_VERSION_CODE < 0x060200
#define OCTAVO_CONST_602
#else
#define OCTAVO_CONST_602	const
#endif
#endif

struct address_space;
struct file;
struct kernfs_node;
struct kobject;
struct module;
struct vm_area_struct;

struct attribute {
	const char *name;
	umode_t mode;
};

struct bin_attribute {
	struct attribute attr;
	size_t size;			/* bytes, 0: unknown */
	void *private;
	struct address_space *(*f_mapping)(void);
	ssize_t (*read)(struct file *file, struct kobject *kobj,
			struct bin_attribute *attr, char *buf, loff_t off,
			size_t count);
	ssize_t (*write)(struct file *file, struct kobject *kobj,
			 struct bin_attribute *attr, char *buf, loff_t off,
			 size_t count);
	loff_t (*llseek)(struct file *file, struct kobject *kobj,
			 struct bin_attribute *attr, loff_t off, int whence);
	int (*mmap)(struct file *file, struct kobject *kobj,
		    struct bin_attribute *attr, struct vm_area_struct *vma);
};

struct attribute_group {
	const char *name;		/* of a directory; NULL: none */
	/* The mode of an attribute; 0: it is not shown. NULL: its own. */
	umode_t (*is_visible)(struct kobject *kobj, struct attribute *attr,
			      int n);
	umode_t (*is_bin_visible)(struct kobject *kobj,
				  struct bin_attribute *attr, int n);
	struct attribute **attrs;	/* ends with NULL; may be NULL */
	struct bin_attribute **bin_attrs;
};

struct sysfs_ops {
	ssize_t (*show)(struct kobject *kobj, struct attribute *attr,
			char *buf);
	ssize_t (*store)(struct kobject *kobj, struct attribute *attr,
			 const char *buf, size_t size);
};

/* Octal digits that make sense, or it does not compile. */
#define VERIFY_OCTAL_PERMISSIONS(perms)					\
	((perms) + (int)(sizeof(struct {				\
		_Static_assert((perms) >= 0 && (perms) <= 0777 &&	\
			       !((perms) & 2), "permissions");		\
		int octal; }) * 0))

#define SYSFS_PREALLOC		010000
#define SYSFS_GROUP_INVISIBLE	020000

#define __ATTR(_name, _mode, _show, _store)				\
	{								\
		.attr = { .name = __stringify(_name),			\
			  .mode = VERIFY_OCTAL_PERMISSIONS(_mode) },	\
		.show = _show, .store = _store,				\
	}
#define __ATTR_PREALLOC(_name, _mode, _show, _store)			\
	{								\
		.attr = { .name = __stringify(_name),			\
			  .mode = SYSFS_PREALLOC |			\
				  VERIFY_OCTAL_PERMISSIONS(_mode) },	\
		.show = _show, .store = _store,				\
	}
#define __ATTR_RO(_name)	__ATTR_RO_MODE(_name, 0444)
#define __ATTR_RO_MODE(_name, _mode)					\
	{								\
		.attr = { .name = __stringify(_name),			\
			  .mode = VERIFY_OCTAL_PERMISSIONS(_mode) },	\
		.show = _name##_show,					\
	}
#define __ATTR_WO(_name)						\
	{								\
		.attr = { .name = __stringify(_name), .mode = 0200 },	\
		.store = _name##_store,					\
	}
#define __ATTR_RW(_name)	\
	__ATTR(_name, 0644, _name##_show, _name##_store)
#define __ATTR_RW_MODE(_name, _mode)	\
	__ATTR(_name, _mode, _name##_show, _name##_store)
#define __ATTR_NULL		{ .attr = { .name = NULL } }
#define __ATTR_IGNORE_LOCKDEP	__ATTR

#define __BIN_ATTR(_name, _mode, _read, _write, _size)			\
	{								\
		.attr = { .name = __stringify(_name), .mode = _mode },	\
		.read = _read, .write = _write, .size = _size,		\
	}
#define __BIN_ATTR_RO(_name, _size)	\
	__BIN_ATTR(_name, 0444, _name##_read, NULL, _size)
#define __BIN_ATTR_WO(_name, _size)	\
	__BIN_ATTR(_name, 0200, NULL, _name##_write, _size)
#define __BIN_ATTR_RW(_name, _size)	\
	__BIN_ATTR(_name, 0644, _name##_read, _name##_write, _size)
#define BIN_ATTR(_name, _mode, _read, _write, _size)			\
	struct bin_attribute bin_attr_##_name =				\
		__BIN_ATTR(_name, _mode, _read, _write, _size)
#define BIN_ATTR_RO(_name, _size)	\
	struct bin_attribute bin_attr_##_name = __BIN_ATTR_RO(_name, _size)
#define BIN_ATTR_WO(_name, _size)	\
	struct bin_attribute bin_attr_##_name = __BIN_ATTR_WO(_name, _size)
#define BIN_ATTR_RW(_name, _size)	\
	struct bin_attribute bin_attr_##_name = __BIN_ATTR_RW(_name, _size)

#define __ATTRIBUTE_GROUPS(_name)					\
	static const struct attribute_group *_name##_groups[] = {	\
		&_name##_group, NULL,					\
	}
#define ATTRIBUTE_GROUPS(_name)						\
	static const struct attribute_group _name##_group = {		\
		.attrs = _name##_attrs,					\
	};								\
	__ATTRIBUTE_GROUPS(_name)

/* There are no lock classes of attributes. */
#define sysfs_attr_init(attr)		do { } while (0)
#define sysfs_bin_attr_init(attr)	do { } while (0)

/**
 * sysfs_create_file() - show an attribute
 * @kobj: added
 * @attr: stays while it is shown
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -EINVAL, -ENOENT if @kobj is not in /sys, -ENOMEM.
 * Pairs with: sysfs_remove_file(), or the end of @kobj.
 */
int sysfs_create_file(struct kobject *kobj, const struct attribute *attr);

/**
 * sysfs_create_files() - show some, or none
 * @kobj: added
 * @attrs: ends with NULL
 *
 * Context: May sleep.
 * Return: as sysfs_create_file().
 */
int sysfs_create_files(struct kobject *kobj,
		       const struct attribute *const *attrs);

/**
 * sysfs_remove_file() - take it away
 * @kobj: of it
 * @attr: may be missing
 *
 * Context: May sleep.
 */
void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr);

/**
 * sysfs_remove_files() - take some away
 * @kobj: of them
 * @attrs: ends with NULL
 *
 * Context: May sleep.
 */
void sysfs_remove_files(struct kobject *kobj,
			const struct attribute *const *attrs);

/**
 * sysfs_remove_file_self() - take a file away from its own ->store
 * @kobj: of it
 * @attr: whose function runs
 *
 * Context: May sleep.
 * Return: true: the caller did it; false: somebody else was first.
 */
bool sysfs_remove_file_self(struct kobject *kobj, const struct attribute *attr);

/**
 * sysfs_chmod_file() - change its permissions
 * @kobj: of it
 * @attr: shown
 * @mode: the new ones
 *
 * Context: May sleep.
 * Return: 0, -ENOENT.
 */
int sysfs_chmod_file(struct kobject *kobj, const struct attribute *attr,
		     umode_t mode);

/**
 * sysfs_create_bin_file() - show a binary attribute
 * @kobj: added
 * @attr: stays while it is shown
 *
 * Context: May sleep.
 * Return: as sysfs_create_file().
 */
int sysfs_create_bin_file(struct kobject *kobj,
			  const struct bin_attribute *attr);

/**
 * sysfs_remove_bin_file() - take it away
 * @kobj: of it
 * @attr: may be missing
 *
 * Context: May sleep.
 */
void sysfs_remove_bin_file(struct kobject *kobj,
			   const struct bin_attribute *attr);

/**
 * sysfs_create_group() - show a group, or none of it
 * @kobj: added
 * @grp: stays while it is shown
 *
 * Context: May sleep.
 * Return: as sysfs_create_file().
 * Pairs with: sysfs_remove_group().
 */
int sysfs_create_group(struct kobject *kobj, const struct attribute_group *grp);

/**
 * sysfs_create_groups() - show some, or none
 * @kobj: added
 * @grps: ends with NULL; may be NULL
 *
 * Context: May sleep.
 * Return: as sysfs_create_file().
 */
int sysfs_create_groups(struct kobject *kobj,
			const struct attribute_group **grps);

/**
 * sysfs_update_group() - show what is visible by now
 * @kobj: of it
 * @grp: shown
 *
 * Context: May sleep.
 * Return: as sysfs_create_file().
 */
int sysfs_update_group(struct kobject *kobj, const struct attribute_group *grp);

/**
 * sysfs_remove_group() - take a group away
 * @kobj: of it
 * @grp: shown
 *
 * Context: May sleep.
 */
void sysfs_remove_group(struct kobject *kobj,
			const struct attribute_group *grp);

/**
 * sysfs_remove_groups() - take some away
 * @kobj: of them
 * @grps: ends with NULL; may be NULL
 *
 * Context: May sleep.
 */
void sysfs_remove_groups(struct kobject *kobj,
			 const struct attribute_group **grps);

/**
 * sysfs_add_file_to_group() - one more file in a group's directory
 * @kobj: of it
 * @attr: stays while it is shown
 * @group: name of the directory; NULL: that of @kobj
 *
 * Context: May sleep.
 * Return: as sysfs_create_file(); -ENOENT if there is no such group.
 */
int sysfs_add_file_to_group(struct kobject *kobj, const struct attribute *attr,
			    const char *group);

/**
 * sysfs_remove_file_from_group() - take it away
 * @kobj: of it
 * @attr: may be missing
 * @group: as for sysfs_add_file_to_group()
 *
 * Context: May sleep.
 */
void sysfs_remove_file_from_group(struct kobject *kobj,
				  const struct attribute *attr,
				  const char *group);

/**
 * sysfs_create_link() - a symbolic link to another object
 * @kobj: in whose directory; NULL: /sys
 * @target: added
 * @name: of the link
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -ENOENT, -ENOMEM.
 * Pairs with: sysfs_remove_link(), or the end of @kobj.
 */
int sysfs_create_link(struct kobject *kobj, struct kobject *target,
		      const char *name);

/**
 * sysfs_remove_link() - take it away
 * @kobj: as for sysfs_create_link()
 * @name: may be missing
 *
 * Context: May sleep.
 */
void sysfs_remove_link(struct kobject *kobj, const char *name);

/**
 * sysfs_remove_link_to() - take a link away if it leads to @target
 * @kobj: as for sysfs_create_link()
 * @target: where it leads
 * @name: of the link; NULL: any of them
 *
 * Unlike Linux: there it is sysfs_delete_link().
 *
 * Context: May sleep.
 */
void sysfs_remove_link_to(struct kobject *kobj, struct kobject *target,
			  const char *name);

/**
 * sysfs_notify() - wake who polls a file
 * @kobj: of it
 * @dir: name of the group's directory; NULL: none
 * @attr: name of the file
 *
 * Such a file is ready with POLLERR | POLLPRI until it is read again.
 *
 * Context: May sleep.
 */
void sysfs_notify(struct kobject *kobj, const char *dir, const char *attr);

/**
 * sysfs_emit() - print the value in ->show
 * @buf: given to ->show
 * @fmt: as printk()
 *
 * Context: Any context.
 * Return: bytes; 0 and a warning if @buf is not the beginning of a page.
 */
__printf(2, 3) int sysfs_emit(char *buf, const char *fmt, ...);

/**
 * sysfs_emit_at() - print more
 * @buf: given to ->show
 * @at: bytes there are already
 * @fmt: as printk()
 *
 * Context: Any context.
 * Return: bytes added.
 */
__printf(3, 4) int sysfs_emit_at(char *buf, int at, const char *fmt, ...);

#endif
