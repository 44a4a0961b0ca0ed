/* SPDX-License-Identifier: MIT */
/*
 * device.h - what every device has, whatever bus it sits on, and the classes
 * that programs see devices by.
 *
 *	/sys/devices/pci0000:00/.../thing0	where it is: its directory
 *	/sys/class/things/thing0		a link to that: what it is
 *	/dev/thing0				if it has a number
 *
 * A bus embeds a struct device in its own (struct pci_dev); drivers and the
 * DMA layer are given the struct device. One that nobody has registered can be
 * used for DMA and messages already.
 *
 * A registered device is freed by ->release of itself, its type or its class,
 * at the last put_device(); never otherwise.
 */
#ifndef OCTAVO_DEVICE_H
#define OCTAVO_DEVICE_H

#include <octavo/err.h>
#include <octavo/kdev_t.h>
#include <octavo/kobject.h>
#include <octavo/list.h>
#include <octavo/mutex.h>
#include <octavo/printk.h>
#include <octavo/spinlock.h>
#include <octavo/sysfs.h>
#include <octavo/types.h>

struct bus_type;
struct class;
struct dev_iommu;
struct dev_pm_ops;
struct device;
struct device_driver;
struct device_node;
struct fwnode_handle;
struct module;

/* What the DMA layer must know of how a device reads scatterlists. */
struct device_dma_parameters {
	unsigned int max_segment_size;	/* bytes of one entry; 0: 64 KiB */
	unsigned long segment_boundary_mask;	/* no entry crosses; 0: 4 GiB */
};

/* Power: there is one state, on. */
struct dev_pm_info {
	int usage_count;		/* pm_runtime_get() */
};

struct device_type {
	const char *name;
	const struct attribute_group **groups;
	int (*uevent)(OCTAVO_CONST_602 struct device *dev,
		      struct kobj_uevent_env *env);
	char *(*devnode)(OCTAVO_CONST_602 struct device *dev, umode_t *mode,
			 u32 *uid, u32 *gid);
	void (*release)(struct device *dev);
	const struct dev_pm_ops *pm;
};

struct device {
	struct kobject kobj;
	struct device *parent;
	const char *init_name;		/* until it is registered */
	const struct device_type *type;
	OCTAVO_CONST_602 struct bus_type *bus;
	struct device_driver *driver;	/* that has taken it, or NULL */
	void *platform_data;
	void *driver_data;		/* the driver's, see dev_set_drvdata() */
	struct mutex mutex;		/* device_lock() */
	struct dev_pm_info power;
	u64 *dma_mask;			/* addresses it reaches; NULL: no DMA */
	u64 coherent_dma_mask;		/* the same, of coherent memory */
	u64 bus_dma_limit;
	struct device_dma_parameters *dma_parms;	/* may be NULL */
	struct device_node *of_node;
	struct fwnode_handle *fwnode;
	int numa_node;
	dev_t devt;			/* for /dev, 0: none */
	u32 id;
	spinlock_t devres_lock;
	struct list_head devres_head;	/* what goes with it: devm_*() */
	OCTAVO_CONST_602 struct class *class;
	const struct attribute_group **groups;
	void (*release)(struct device *dev);
	/* The core's. */
	struct list_head class_node, bus_node, driver_node;
	struct list_head children, sibling;	/* of ->parent */
	struct kobject *glue;		/* directory of a class below a parent */
	bool has_node;			/* a name in /dev */
	bool dead;			/* on its way out */
	bool offline_disabled, offline;
};

/* An attribute of a device. */
struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device *dev, struct device_attribute *attr,
			char *buf);
	ssize_t (*store)(struct device *dev, struct device_attribute *attr,
			 const char *buf, size_t count);
};

/* One that shows a variable. */
struct dev_ext_attribute {
	struct device_attribute attr;
	void *var;
};

struct class {
	const char *name;
	struct module *owner;		/* before Linux 6.4 */
	const struct attribute_group **class_groups;
	const struct attribute_group **dev_groups;
	struct kobject *dev_kobj;	/* /sys/dev/char */
	int (*dev_uevent)(OCTAVO_CONST_602 struct device *dev,
			  struct kobj_uevent_env *env);
	/* Another name in /dev (kmalloc'ed; NULL: the usual), and its mode. */
	char *(*devnode)(OCTAVO_CONST_602 struct device *dev, umode_t *mode);
	void (*class_release)(OCTAVO_CONST_602 struct class *cls);
	void (*dev_release)(struct device *dev);
	int (*shutdown_pre)(struct device *dev);
	const struct kobj_ns_type_operations *ns_type;
	const void *(*namespace)(OCTAVO_CONST_602 struct device *dev);
	void (*get_ownership)(OCTAVO_CONST_602 struct device *dev, u32 *uid,
			      u32 *gid);
	const struct dev_pm_ops *pm;
};

/* The class is const where it is const in that Linux: 6.4. */
#if defined(OCTAVO_DRIVER) && LINUX_VERSION_CODE < 0x060400
#define OCTAVO_CONST_604
#else
#define OCTAVO_CONST_604	const
#endif

struct class_attribute {
	struct attribute attr;
	ssize_t (*show)(OCTAVO_CONST_604 struct class *class,
			OCTAVO_CONST_604 struct class_attribute *attr,
			char *buf);
	ssize_t (*store)(OCTAVO_CONST_604 struct class *class,
			 OCTAVO_CONST_604 struct class_attribute *attr,
			 const char *buf, size_t count);
};

#define CLASS_ATTR_RW(_name)	\
	struct class_attribute class_attr_##_name = __ATTR_RW(_name)
#define CLASS_ATTR_RO(_name)	\
	struct class_attribute class_attr_##_name = __ATTR_RO(_name)
#define CLASS_ATTR_WO(_name)	\
	struct class_attribute class_attr_##_name = __ATTR_WO(_name)

struct class_attribute_string {
	struct class_attribute attr;
	char *str;
};

#define DEVICE_ATTR(_name, _mode, _show, _store)			\
	struct device_attribute dev_attr_##_name =			\
		__ATTR(_name, _mode, _show, _store)
#define DEVICE_ATTR_PREALLOC(_name, _mode, _show, _store)		\
	struct device_attribute dev_attr_##_name =			\
		__ATTR_PREALLOC(_name, _mode, _show, _store)
#define DEVICE_ATTR_RW(_name)	\
	struct device_attribute dev_attr_##_name = __ATTR_RW(_name)
#define DEVICE_ATTR_RO(_name)	\
	struct device_attribute dev_attr_##_name = __ATTR_RO(_name)
#define DEVICE_ATTR_WO(_name)	\
	struct device_attribute dev_attr_##_name = __ATTR_WO(_name)
#define DEVICE_ATTR_ADMIN_RW(_name)	\
	struct device_attribute dev_attr_##_name = __ATTR_RW_MODE(_name, 0600)
#define DEVICE_ATTR_ADMIN_RO(_name)	\
	struct device_attribute dev_attr_##_name = __ATTR_RO_MODE(_name, 0400)
#define DEVICE_ULONG_ATTR(_name, _mode, _var)				\
	struct dev_ext_attribute dev_attr_##_name =			\
		{ __ATTR(_name, _mode, device_show_ulong,		\
			 device_store_ulong), &(_var) }
#define DEVICE_INT_ATTR(_name, _mode, _var)				\
	struct dev_ext_attribute dev_attr_##_name =			\
		{ __ATTR(_name, _mode, device_show_int,			\
			 device_store_int), &(_var) }
#define DEVICE_BOOL_ATTR(_name, _mode, _var)				\
	struct dev_ext_attribute dev_attr_##_name =			\
		{ __ATTR(_name, _mode, device_show_bool,		\
			 device_store_bool), &(_var) }

#define kobj_to_dev(kobject)	container_of(kobject, struct device, kobj)

static inline const char *dev_name(const struct device *dev)
{
	if (dev->init_name)
		return dev->init_name;
	return dev->kobj.name ? dev->kobj.name : "(unnamed device)";
}

static inline void *dev_get_drvdata(const struct device *dev)
{
	return dev->driver_data;
}

static inline void dev_set_drvdata(struct device *dev, void *data)
{
	dev->driver_data = data;
}

static inline void *dev_get_platdata(const struct device *dev)
{
	return dev->platform_data;
}

static inline int dev_to_node(const struct device *dev)
{
	return dev->numa_node;
}

static inline void set_dev_node(struct device *dev, int node)
{
	dev->numa_node = node;
}

static inline void device_lock(struct device *dev)
{
	mutex_lock(&dev->mutex);
}

static inline int device_trylock(struct device *dev)
{
	return mutex_trylock(&dev->mutex);
}

static inline void device_unlock(struct device *dev)
{
	mutex_unlock(&dev->mutex);
}

static inline bool device_is_registered(const struct device *dev)
{
	return dev->kobj.state_in_sysfs;
}

static inline bool dev_get_uevent_suppress(const struct device *dev)
{
	return dev->kobj.uevent_suppress;
}

static inline void dev_set_uevent_suppress(struct device *dev, int val)
{
	dev->kobj.uevent_suppress = val != 0;
}

/**
 * device_initialize() - the first half of device_register()
 * @dev: zeroed; from now on it is given up by put_device()
 *
 * Context: May sleep.
 */
void device_initialize(struct device *dev);

/**
 * device_add() - the second half: have it appear
 * @dev: initialised; named by dev_set_name() or init_name
 *
 * Context: May sleep.
 * Return: 0, -EINVAL without a name, -EEXIST, -ENOMEM. On an error the caller
 *	still has to call put_device().
 * Pairs with: device_del().
 */
int device_add(struct device *dev);

/**
 * device_register() - device_initialize() and device_add()
 * @dev: zeroed but for what its owner sets
 *
 * Context: May sleep.
 * Return: as device_add().
 * Pairs with: device_unregister().
 */
int device_register(struct device *dev);

/**
 * device_del() - have it disappear
 * @dev: added
 *
 * Context: May sleep.
 */
void device_del(struct device *dev);

/**
 * device_unregister() - device_del() and put_device()
 * @dev: registered
 *
 * Context: May sleep.
 */
void device_unregister(struct device *dev);

/**
 * get_device() - take another reference
 * @dev: one the caller holds a reference to, or NULL
 *
 * Context: Any context.
 * Return: @dev.
 */
struct device *get_device(struct device *dev);

/**
 * put_device() - let go
 * @dev: may be NULL
 *
 * The last reference calls ->release.
 *
 * Context: May sleep.
 */
void put_device(struct device *dev);

/**
 * dev_set_name() - name it, before it is added
 * @dev: the device
 * @fmt: of the name
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
__printf(2, 3) int dev_set_name(struct device *dev, const char *fmt, ...);

/**
 * device_rename() - give it another name
 * @dev: added
 * @new_name: of it; the name in /dev stays
 *
 * Context: May sleep.
 * Return: 0, -EINVAL, -EEXIST, -ENOMEM.
 */
int device_rename(struct device *dev, const char *new_name);

/**
 * device_create() - make a device of a class
 * @cls: of it
 * @parent: may be NULL
 * @devt: its number; 0: no name in /dev
 * @drvdata: see dev_get_drvdata()
 * @fmt: of its name
 *
 * Context: May sleep.
 * Return: the device; ERR_PTR(-ENODEV) without a class, or as device_add().
 * Pairs with: device_destroy(), or device_unregister().
 */
__printf(5, 6) struct device *device_create(const struct class *cls,
					    struct device *parent, dev_t devt,
					    void *drvdata,
					    const char *fmt, ...);

/**
 * device_create_with_groups() - the same with attributes of its own
 * @cls: of it
 * @parent: may be NULL
 * @devt: its number; 0: no name in /dev
 * @drvdata: see dev_get_drvdata()
 * @groups: ends with NULL; may be NULL
 * @fmt: of its name
 *
 * Context: May sleep.
 * Return: as device_create().
 */
__printf(6, 7) struct device *device_create_with_groups(
	const struct class *cls, struct device *parent, dev_t devt,
	void *drvdata, const struct attribute_group **groups,
	const char *fmt, ...);

/**
 * device_create_vargs() - the same with a list of arguments
 * @cls: of it
 * @parent: may be NULL
 * @devt: its number; 0: no name in /dev
 * @drvdata: see dev_get_drvdata()
 * @fmt: of its name
 * @args: of @fmt
 *
 * Context: May sleep.
 * Return: as device_create().
 */
struct device *device_create_vargs(const struct class *cls,
				   struct device *parent, dev_t devt,
				   void *drvdata, const char *fmt,
				   __builtin_va_list args);

/**
 * device_destroy() - take a device of a class away
 * @cls: of it
 * @devt: its number; nothing is done if there is none
 *
 * Context: May sleep.
 */
void device_destroy(const struct class *cls, dev_t devt);

/**
 * device_create_file() - show an attribute
 * @dev: added
 * @attr: stays while it is shown
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -ENOENT, -ENOMEM.
 * Pairs with: device_remove_file(), or the end of @dev.
 */
int device_create_file(struct device *dev, const struct device_attribute *attr);

/**
 * device_remove_file() - take it away
 * @dev: of it
 * @attr: may be missing
 *
 * Context: May sleep.
 */
void device_remove_file(struct device *dev,
			const struct device_attribute *attr);

/**
 * device_create_bin_file() - show a binary attribute
 * @dev: added
 * @attr: stays while it is shown
 *
 * Context: May sleep.
 * Return: as device_create_file().
 */
int device_create_bin_file(struct device *dev,
			   const struct bin_attribute *attr);

/**
 * device_remove_bin_file() - take it away
 * @dev: of it
 * @attr: may be missing
 *
 * Context: May sleep.
 */
void device_remove_bin_file(struct device *dev,
			    const struct bin_attribute *attr);

/**
 * device_add_groups() - show groups of attributes, or none
 * @dev: added
 * @groups: ends with NULL
 *
 * Context: May sleep.
 * Return: as device_create_file().
 * Pairs with: device_remove_groups().
 */
int device_add_groups(struct device *dev,
		      const struct attribute_group **groups);

/**
 * device_remove_groups() - take them away
 * @dev: of them
 * @groups: ends with NULL
 *
 * Context: May sleep.
 */
void device_remove_groups(struct device *dev,
			  const struct attribute_group **groups);

/**
 * device_show_ulong() - the ->show of DEVICE_ULONG_ATTR()
 * @dev: the device
 * @attr: the attribute
 * @buf: the text
 *
 * Context: May sleep.
 * Return: bytes.
 */
ssize_t device_show_ulong(struct device *dev, struct device_attribute *attr,
			  char *buf);
/**
 * device_store_ulong() - the ->store of DEVICE_ULONG_ATTR()
 * @dev: the device
 * @attr: the attribute
 * @buf: the text
 * @count: bytes
 *
 * Context: May sleep.
 * Return: @count, -EINVAL, -ERANGE.
 */
ssize_t device_store_ulong(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count);
/**
 * device_show_int() - the ->show of DEVICE_INT_ATTR()
 * @dev: the device
 * @attr: the attribute
 * @buf: the text
 *
 * Context: May sleep.
 * Return: bytes.
 */
ssize_t device_show_int(struct device *dev, struct device_attribute *attr,
			char *buf);
/**
 * device_store_int() - the ->store of DEVICE_INT_ATTR()
 * @dev: the device
 * @attr: the attribute
 * @buf: the text
 * @count: bytes
 *
 * Context: May sleep.
 * Return: @count, -EINVAL, -ERANGE.
 */
ssize_t device_store_int(struct device *dev, struct device_attribute *attr,
			 const char *buf, size_t count);
/**
 * device_show_bool() - the ->show of DEVICE_BOOL_ATTR()
 * @dev: the device
 * @attr: the attribute
 * @buf: the text
 *
 * Context: May sleep.
 * Return: bytes.
 */
ssize_t device_show_bool(struct device *dev, struct device_attribute *attr,
			 char *buf);
/**
 * device_store_bool() - the ->store of DEVICE_BOOL_ATTR()
 * @dev: the device
 * @attr: the attribute
 * @buf: the text
 * @count: bytes
 *
 * Context: May sleep.
 * Return: @count, -EINVAL, -ERANGE.
 */
ssize_t device_store_bool(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count);

/**
 * device_for_each_child() - call a function for each
 * @parent: of them
 * @data: for @fn
 * @fn: something else than 0 ends it
 *
 * Context: May sleep.
 * Return: 0, or what @fn said.
 */
int device_for_each_child(struct device *parent, void *data,
			  int (*fn)(struct device *dev, void *data));

/**
 * device_find_child() - the first one that fits
 * @parent: of it
 * @data: for @match
 * @match: not 0: it is the one
 *
 * Context: May sleep.
 * Return: the child, referenced, or NULL.
 */
struct device *device_find_child(struct device *parent, void *data,
				 int (*match)(struct device *dev, void *data));

/**
 * root_device_register() - a device that is only a directory
 * @name: in /sys/devices
 *
 * Context: May sleep.
 * Return: the device, or ERR_PTR as device_add().
 * Pairs with: root_device_unregister().
 */
struct device *root_device_register(const char *name);

/**
 * root_device_unregister() - take it away
 * @root: made by root_device_register()
 *
 * Context: May sleep.
 */
void root_device_unregister(struct device *root);

/* ---- classes ------------------------------------------------------------ */

/**
 * class_register() - bring a class to life
 * @cls: its name is set; stays the caller's
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -ENOMEM.
 * Pairs with: class_unregister().
 */
int class_register(const struct class *cls);

/**
 * class_unregister() - take it away
 * @cls: registered; has no devices
 *
 * Context: May sleep.
 */
void class_unregister(const struct class *cls);

/**
 * class_create_named() - make a class; class_create() of Linux
 * @name: of it; stays while the class is there
 *
 * Drivers write class_create(THIS_MODULE, "name") or class_create("name").
 *
 * Context: May sleep.
 * Return: the class, or ERR_PTR as class_register().
 * Pairs with: class_destroy().
 */
struct class *class_create_named(const char *name);

#define CLASS_CREATE_1(name)		class_create_named(name)
#define CLASS_CREATE_2(owner, name)	class_create_named(name)
#define CLASS_CREATE_N(a, b, n, ...)	n
#define class_create(...)						\
	CLASS_CREATE_N(__VA_ARGS__, CLASS_CREATE_2, CLASS_CREATE_1,	\
		       )(__VA_ARGS__)

/**
 * class_destroy() - take a class away that was created
 * @cls: may be NULL or ERR_PTR
 *
 * Context: May sleep.
 */
void class_destroy(const struct class *cls);

/**
 * class_create_file() - show an attribute of a class
 * @cls: registered
 * @attr: stays while it is shown
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -ENOENT, -ENOMEM.
 */
int class_create_file(const struct class *cls,
		      const struct class_attribute *attr);

/**
 * class_remove_file() - take it away
 * @cls: of it
 * @attr: may be missing
 *
 * Context: May sleep.
 */
void class_remove_file(const struct class *cls,
		       const struct class_attribute *attr);

/**
 * class_find_device() - the first device of a class that fits
 * @cls: registered
 * @start: after this one, or NULL
 * @data: for @match
 * @match: not 0: it is the one
 *
 * Context: May sleep.
 * Return: the device, referenced, or NULL.
 */
struct device *class_find_device(const struct class *cls,
				 const struct device *start, const void *data,
				 int (*match)(struct device *dev,
					      const void *data));

/**
 * class_for_each_device() - call a function for each
 * @cls: registered
 * @start: after this one, or NULL
 * @data: for @fn
 * @fn: something else than 0 ends it
 *
 * Context: May sleep.
 * Return: 0, or what @fn said; -EINVAL if the class is not registered.
 */
int class_for_each_device(const struct class *cls, const struct device *start,
			  void *data,
			  int (*fn)(struct device *dev, void *data));

/**
 * device_match_name() - for class_find_device(): by name
 * @dev: the device
 * @name: a string
 *
 * Context: Any context.
 * Return: 1 if it is the one.
 */
int device_match_name(struct device *dev, const void *name);
/**
 * device_match_devt() - for class_find_device(): by number
 * @dev: the device
 * @pdevt: a dev_t
 *
 * Context: Any context.
 * Return: 1 if it is the one.
 */
int device_match_devt(struct device *dev, const void *pdevt);
/**
 * device_match_any() - for class_find_device(): any device
 * @dev: the device
 * @unused: not looked at
 *
 * Context: Any context.
 * Return: 1.
 */
int device_match_any(struct device *dev, const void *unused);

static inline struct device *class_find_device_by_name(const struct class *cls,
						       const char *name)
{
	return class_find_device(cls, NULL, name, device_match_name);
}

static inline struct device *class_find_device_by_devt(const struct class *cls,
						       dev_t devt)
{
	return class_find_device(cls, NULL, &devt, device_match_devt);
}

/* A driver whose whole init and exit are one call each. */
#define module_driver(driver, enter, leave, ...)			\
	static int __init driver##_init(void)				\
	{								\
		return enter(&(driver), ##__VA_ARGS__);			\
	}								\
	module_init(driver##_init);					\
	static void __exit driver##_exit(void)				\
	{								\
		leave(&(driver), ##__VA_ARGS__);			\
	}								\
	module_exit(driver##_exit)
#define builtin_driver(driver, enter, ...)				\
	static int __init driver##_init(void)				\
	{								\
		return enter(&(driver), ##__VA_ARGS__);			\
	}								\
	device_initcall(driver##_init)

/* Only what has a driver of a bus says more than its name. */
/**
 * dev_driver_string() - who is responsible for a device
 * @dev: the device
 *
 * Context: Any context.
 * Return: the name of its driver, else of its bus or class, or "".
 */
const char *dev_driver_string(const struct device *dev);

#ifndef dev_err
#define dev_emerg(dev, fmt, ...)	\
	pr_emerg("%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_alert(dev, fmt, ...)	\
	pr_alert("%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_crit(dev, fmt, ...)	\
	pr_crit("%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_err(dev, fmt, ...)	pr_err("%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_warn(dev, fmt, ...)	pr_warn("%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_notice(dev, fmt, ...)	\
	pr_notice("%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_info(dev, fmt, ...)	pr_info("%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_dbg(dev, fmt, ...)	\
	pr_debug("%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_vdbg(dev, fmt, ...)	\
	do { if (0) dev_info(dev, fmt, ##__VA_ARGS__); } while (0)
#endif

#endif
