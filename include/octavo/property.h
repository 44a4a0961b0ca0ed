/* SPDX-License-Identifier: MIT */
/*
 * property.h - what firmware says about a device, as names with values.
 *
 * There is no device tree and no ACPI; a driver or a test can describe a device
 * by a software node, and then the device_property_*() functions, and those of
 * octavo/of.h, answer from that. Without one they answer as on a machine
 * where the firmware says nothing.
 */
#ifndef OCTAVO_PROPERTY_H
#define OCTAVO_PROPERTY_H

#include <octavo/device.h>

enum dev_prop_type {
	DEV_PROP_U8, DEV_PROP_U16, DEV_PROP_U32, DEV_PROP_U64,
	DEV_PROP_STRING, DEV_PROP_REF,
};

struct software_node;

struct software_node_ref_args {
	const struct software_node *node;
	unsigned int nargs;
	u64 args[8];
};

struct property_entry {
	const char *name;
	size_t length;			/* bytes of all values; 0: a flag */
	bool is_inline;
	enum dev_prop_type type;
	union {
		const void *pointer;
		union {
			u8 u8_data[8];
			u16 u16_data[4];
			u32 u32_data[2];
			u64 u64_data[1];
			const char *str[1];
		} value;
	};
};

/* Something that has properties. */
struct fwnode_handle {
	struct fwnode_handle *secondary;
	struct device *dev;
};

struct software_node {
	const char *name;
	const struct software_node *parent;
	const struct property_entry *properties;	/* ends with zeros */
};

#define __PROPERTY_ONE(_name, _type, _member, _val)			\
	(struct property_entry){					\
		.name = (_name), .is_inline = true,			\
		.length = sizeof(((struct property_entry *)0)->value._member[0]), \
		.type = DEV_PROP_##_type,				\
		.value = { ._member = { (_val) } },			\
	}
#define __PROPERTY_MANY(_name, _type, _val, _len)			\
	(struct property_entry){					\
		.name = (_name), .length = (_len) * sizeof((_val)[0]),	\
		.type = DEV_PROP_##_type, .pointer = (_val),		\
	}
#define PROPERTY_ENTRY_U8(n, v)		__PROPERTY_ONE(n, U8, u8_data, v)
#define PROPERTY_ENTRY_U16(n, v)	__PROPERTY_ONE(n, U16, u16_data, v)
#define PROPERTY_ENTRY_U32(n, v)	__PROPERTY_ONE(n, U32, u32_data, v)
#define PROPERTY_ENTRY_U64(n, v)	__PROPERTY_ONE(n, U64, u64_data, v)
#define PROPERTY_ENTRY_STRING(n, v)	__PROPERTY_ONE(n, STRING, str, v)
#define PROPERTY_ENTRY_U8_ARRAY_LEN(n, v, l)	__PROPERTY_MANY(n, U8, v, l)
#define PROPERTY_ENTRY_U16_ARRAY_LEN(n, v, l)	__PROPERTY_MANY(n, U16, v, l)
#define PROPERTY_ENTRY_U32_ARRAY_LEN(n, v, l)	__PROPERTY_MANY(n, U32, v, l)
#define PROPERTY_ENTRY_U64_ARRAY_LEN(n, v, l)	__PROPERTY_MANY(n, U64, v, l)
#define PROPERTY_ENTRY_STRING_ARRAY_LEN(n, v, l)			\
	__PROPERTY_MANY(n, STRING, v, l)
#define PROPERTY_ENTRY_U8_ARRAY(n, v)	\
	PROPERTY_ENTRY_U8_ARRAY_LEN(n, v, ARRAY_SIZE(v))
#define PROPERTY_ENTRY_U16_ARRAY(n, v)	\
	PROPERTY_ENTRY_U16_ARRAY_LEN(n, v, ARRAY_SIZE(v))
#define PROPERTY_ENTRY_U32_ARRAY(n, v)	\
	PROPERTY_ENTRY_U32_ARRAY_LEN(n, v, ARRAY_SIZE(v))
#define PROPERTY_ENTRY_U64_ARRAY(n, v)	\
	PROPERTY_ENTRY_U64_ARRAY_LEN(n, v, ARRAY_SIZE(v))
#define PROPERTY_ENTRY_STRING_ARRAY(n, v)	\
	PROPERTY_ENTRY_STRING_ARRAY_LEN(n, v, ARRAY_SIZE(v))
#define PROPERTY_ENTRY_BOOL(n)	\
	(struct property_entry){ .name = (n), .is_inline = true }

#define dev_fwnode(dev)		((dev)->fwnode)

/**
 * fwnode_property_present() - is there such a property?
 * @fwnode: of what; may be NULL
 * @name: of the property
 *
 * Context: Any context.
 * Return: true or false.
 */
bool fwnode_property_present(const struct fwnode_handle *fwnode,
			     const char *name);

/**
 * fwnode_property_read_int_array() - values of a property
 * @fwnode: of what; may be NULL
 * @name: of the property
 * @elem_size: bytes of a value: 1, 2, 4, 8
 * @val: gets them; NULL: how many are there?
 * @nval: how many
 *
 * Context: Any context.
 * Return: 0, or with @val NULL their number; -EINVAL: no such property;
 *	-ENODATA: a flag; -EPROTO: no numbers; -EOVERFLOW: fewer than @nval;
 *	-ENXIO: nobody to ask.
 */
int fwnode_property_read_int_array(const struct fwnode_handle *fwnode,
				   const char *name, unsigned int elem_size,
				   void *val, size_t nval);

/**
 * fwnode_property_read_string_array() - texts of a property
 * @fwnode: of what; may be NULL
 * @name: of the property
 * @val: gets them; NULL: how many are there?
 * @nval: how many there is room for
 *
 * Context: Any context.
 * Return: their number, or as fwnode_property_read_int_array().
 */
int fwnode_property_read_string_array(const struct fwnode_handle *fwnode,
				      const char *name, const char **val,
				      size_t nval);

/**
 * device_create_managed_software_node() - say something about a device
 * @dev: the device; has no node yet
 * @properties: ends with zeros; copied
 * @parent: of the node, or NULL
 *
 * The node goes with the device.
 *
 * Context: May sleep.
 * Return: 0, -EBUSY, -ENOMEM.
 */
int device_create_managed_software_node(struct device *dev,
					const struct property_entry *properties,
					const struct software_node *parent);

/**
 * device_add_software_node() - the same with a node of the caller's
 * @dev: the device; has no node yet
 * @node: stays while the device has it
 *
 * Context: May sleep.
 * Return: 0, -EBUSY, -ENOMEM.
 * Pairs with: device_remove_software_node().
 */
int device_add_software_node(struct device *dev,
			     const struct software_node *node);

/**
 * device_remove_software_node() - take the node from a device
 * @dev: with or without one
 *
 * Context: May sleep.
 */
void device_remove_software_node(struct device *dev);

static inline bool device_property_present(const struct device *dev,
					   const char *name)
{
	return fwnode_property_present(dev->fwnode, name);
}

#define device_property_read_bool(dev, name)				\
	device_property_present(dev, name)
#define fwnode_property_read_bool(fwnode, name)				\
	fwnode_property_present(fwnode, name)

#define __PROPERTY_READER(type)						\
static inline int fwnode_property_read_##type##_array(			\
	const struct fwnode_handle *fwnode, const char *name, type *val,\
	size_t nval)							\
{									\
	return fwnode_property_read_int_array(fwnode, name,		\
					      sizeof(type), val, nval);	\
}									\
static inline int fwnode_property_read_##type(				\
	const struct fwnode_handle *fwnode, const char *name, type *val)\
{									\
	return fwnode_property_read_##type##_array(fwnode, name, val, 1);\
}									\
static inline int device_property_read_##type##_array(			\
	const struct device *dev, const char *name, type *val,		\
	size_t nval)							\
{									\
	return fwnode_property_read_##type##_array(dev->fwnode, name,	\
						   val, nval);		\
}									\
static inline int device_property_read_##type(const struct device *dev,	\
					      const char *name,		\
					      type *val)		\
{									\
	return fwnode_property_read_##type(dev->fwnode, name, val);	\
}									\
static inline int device_property_count_##type(const struct device *dev,\
					       const char *name)	\
{									\
	return fwnode_property_read_##type##_array(dev->fwnode, name,	\
						   NULL, 0);		\
}

__PROPERTY_READER(u8)
__PROPERTY_READER(u16)
__PROPERTY_READER(u32)
__PROPERTY_READER(u64)

static inline int fwnode_property_read_string(const struct fwnode_handle *fwnode,
					      const char *name,
					      const char **val)
{
	int ret = fwnode_property_read_string_array(fwnode, name, val, 1);

	return ret < 0 ? ret : 0;
}

static inline int device_property_read_string(const struct device *dev,
					      const char *name,
					      const char **val)
{
	return fwnode_property_read_string(dev->fwnode, name, val);
}

static inline int device_property_read_string_array(const struct device *dev,
						    const char *name,
						    const char **val,
						    size_t nval)
{
	return fwnode_property_read_string_array(dev->fwnode, name, val, nval);
}

/* ---- device trees, of which there is none ----------------------------------------- */

struct device_node {
	const char *name, *full_name;
	struct fwnode_handle fwnode;
};

struct of_device_id {
	char name[32];
	char type[32];
	char compatible[128];
	const void *data;
};

/**
 * of_match_device() - the entry of a table that a device fits
 * @matches: ends with zeros; may be NULL
 * @dev: the device
 *
 * By the property "compatible" of its software node.
 *
 * Context: Any context.
 * Return: the entry or NULL.
 */
const struct of_device_id *of_match_device(const struct of_device_id *matches,
					   const struct device *dev);

/**
 * device_get_match_data() - what the table of its driver has about a device
 * @dev: the device, with a driver
 *
 * Context: Any context.
 * Return: the entry's data, or NULL.
 */
const void *device_get_match_data(const struct device *dev);

#endif
